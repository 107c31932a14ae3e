#include "scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>
#include <string_view>

#include "poseaae/base/error.hpp"

namespace poseaae::fbx {

namespace {

constexpr std::string_view kPartOfChain = "_$AssimpFbx$_";

Transform affine(const aiMatrix4x4& m) {
  Transform transform = Transform::Identity();
  transform.matrix() << m.a1, m.a2, m.a3, m.a4, m.b1, m.b2, m.b3, m.b4, m.c1, m.c2, m.c3, m.c4,
      m.d1, m.d2, m.d3, m.d4;
  return transform;
}

std::string_view name_of(const aiNode& node) { return {node.mName.data, node.mName.length}; }

/// Of cameras and lights, which are nodes of the same name.
std::set<std::string> names_of_devices(const aiScene& scene) {
  std::set<std::string> names;
  for (const aiCamera* camera : std::span(scene.mCameras, scene.mNumCameras)) {
    names.insert(camera->mName.C_Str());
  }
  for (const aiLight* light : std::span(scene.mLights, scene.mNumLights)) {
    names.insert(light->mName.C_Str());
  }
  return names;
}

void collect(const aiNode& first, int parent, const std::set<std::string>& devices,
             std::vector<Node>& nodes) {
  Node node;
  node.parent = parent;
  node.standing = Transform::Identity();
  const aiNode* last = &first;
  for (;; last = last->mChildren[0]) {
    node.chain.push_back(last);
    node.standing = node.standing * affine(last->mTransformation);
    const bool goes_on = name_of(*last).find(kPartOfChain) != std::string_view::npos;
    if (!goes_on || last->mNumChildren != 1) break;
  }
  node.name = name_of(*last);
  node.shown = last->mNumMeshes > 0 || devices.contains(node.name);
  const auto place = static_cast<int>(nodes.size());
  nodes.push_back(std::move(node));
  for (const aiNode* child : std::span(last->mChildren, last->mNumChildren)) {
    collect(*child, place, devices, nodes);
  }
}

/// The keys around a time, and the way from the first to the second.
struct Between {
  unsigned int before;
  unsigned int after;
  double share;
};

template <typename Key>
Between around(const Key* keys, unsigned int count, double ticks) {
  const Key* const after =
      std::partition_point(keys, keys + count, [&](const Key& key) { return key.mTime <= ticks; });
  const auto index = static_cast<unsigned int>(after - keys);
  if (index == 0) return {0, 0, 0.0};
  if (index == count) return {count - 1, count - 1, 0.0};
  const double from = keys[index - 1].mTime, to = keys[index].mTime;
  return {index - 1, index, to > from ? (ticks - from) / (to - from) : 0.0};
}

Eigen::Vector3d vector_at(const aiVectorKey* keys, unsigned int count, double ticks,
                          const Eigen::Vector3d& otherwise) {
  if (count == 0) return otherwise;
  const auto [before, after, share] = around(keys, count, ticks);
  const auto value = [&](unsigned int k) {
    return Eigen::Vector3d(keys[k].mValue.x, keys[k].mValue.y, keys[k].mValue.z);
  };
  return value(before) + share * (value(after) - value(before));
}

Eigen::Quaterniond rotation_at(const aiQuatKey* keys, unsigned int count, double ticks) {
  if (count == 0) return Eigen::Quaterniond::Identity();
  const auto [before, after, share] = around(keys, count, ticks);
  const auto value = [&](unsigned int k) {
    const aiQuaternion& q = keys[k].mValue;
    return Eigen::Quaterniond(q.w, q.x, q.y, q.z).normalized();
  };
  return value(before).slerp(share, value(after));
}

Transform at(const aiNodeAnim& channel, double ticks) {
  Transform transform = Transform::Identity();
  transform.translate(
      vector_at(channel.mPositionKeys, channel.mNumPositionKeys, ticks, Eigen::Vector3d::Zero()));
  transform.rotate(rotation_at(channel.mRotationKeys, channel.mNumRotationKeys, ticks));
  transform.scale(
      vector_at(channel.mScalingKeys, channel.mNumScalingKeys, ticks, Eigen::Vector3d::Ones()));
  return transform;
}

/// Keys under the node's own name are those of all its parts together. In assimp 5.2 their rotation
/// ends with the one after the animated one, P, where the format has P^-1; in the chain that one
/// stands right.
Transform of_whole(const aiNodeAnim& channel, const Node& node, double ticks) {
  Transform transform = at(channel, ticks);
  for (const aiNode* part : node.chain) {
    if (!name_of(*part).ends_with("_$AssimpFbx$_PostRotation")) continue;
    const Eigen::Matrix3d inverse = affine(part->mTransformation).linear();
    transform.linear() = transform.linear() * inverse * inverse;
  }
  return transform;
}

}  // namespace

std::vector<Node> nodes_of(const aiScene& scene) {
  std::vector<Node> nodes;
  collect(*scene.mRootNode, -1, names_of_devices(scene), nodes);
  return nodes;
}

Keys::Keys(const aiAnimation& animation) {
  for (const aiNodeAnim* channel : std::span(animation.mChannels, animation.mNumChannels)) {
    channels_.emplace(channel->mNodeName.C_Str(), channel);
  }
}

double Keys::step() const {
  double shortest = 0.0;
  const auto look = [&](const auto* keys, unsigned int count) {
    for (unsigned int k = 1; k < count; ++k) {
      const double step = keys[k].mTime - keys[k - 1].mTime;
      if (step > 0.0 && (shortest == 0.0 || step < shortest)) shortest = step;
    }
  };
  for (const auto& [name, channel] : channels_) {
    look(channel->mPositionKeys, channel->mNumPositionKeys);
    look(channel->mRotationKeys, channel->mNumRotationKeys);
  }
  return shortest;
}

bool Keys::move(const Node& node) const {
  return std::ranges::any_of(
      node.chain, [&](const aiNode* part) { return channels_.contains(name_of(*part)); });
}

Transform Keys::at(const Node& node, double ticks) const {
  if (const auto whole = channels_.find(node.name); whole != channels_.end()) {
    return of_whole(*whole->second, node, ticks);
  }
  Transform transform = Transform::Identity();
  for (const aiNode* part : node.chain) {
    const auto channel = channels_.find(name_of(*part));
    transform = transform * (channel != channels_.end() ? fbx::at(*channel->second, ticks)
                                                        : affine(part->mTransformation));
  }
  return transform;
}

std::vector<Transform> in_world(const std::vector<Node>& nodes,
                                const std::vector<Transform>& local) {
  std::vector<Transform> world(local);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].parent >= 0)
      world[i] = world[static_cast<std::size_t>(nodes[i].parent)] * local[i];
  }
  return world;
}

std::map<std::string, Transform> bound(const aiScene& scene, const std::vector<Node>& nodes,
                                       const std::vector<Transform>& standing) {
  std::map<std::string, Transform> places;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const aiNode& node = *nodes[i].chain.back();
    for (const unsigned int m : std::span(node.mMeshes, node.mNumMeshes)) {
      const aiMesh& mesh = *scene.mMeshes[m];
      for (const aiBone* bone : std::span(mesh.mBones, mesh.mNumBones)) {
        places.emplace(bone->mName.C_Str(), standing[i] * affine(bone->mOffsetMatrix).inverse());
      }
    }
  }
  return places;
}

Eigen::Quaterniond rotation_of(const Transform& transform, const std::string& name) {
  constexpr double kNoLength = 1e-12;
  const Eigen::Matrix3d m = transform.linear();
  Eigen::Matrix3d axes;
  axes.col(0) = m.col(0).normalized();
  axes.col(1) = (m.col(1) - axes.col(0).dot(m.col(1)) * axes.col(0)).normalized();
  axes.col(2) = axes.col(0).cross(axes.col(1));
  if (!(m.col(0).norm() > kNoLength) || !(m.col(1).norm() > kNoLength) || !axes.allFinite()) {
    throw InputError(
        fmt::format("node '{}': expected a scale that is a number other than 0, found none", name));
  }
  return Eigen::Quaterniond(axes).normalized();
}

}  // namespace poseaae::fbx
