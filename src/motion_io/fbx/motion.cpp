#include "motion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <span>
#include <tuple>

#include "joints.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/utf8.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "scene.hpp"

namespace poseaae::fbx {

namespace {

using mocap::EndSite;
using mocap::FoundMotion;
using mocap::Motion;
using mocap::Quat;
using mocap::Skeleton;
using mocap::Vec3;

constexpr double kMoves = 1e-5;  // metres: files count in floats, also far from the origin

template <typename T>
T setting(const aiScene& scene, const char* name, T otherwise) {
  T value{};
  return scene.mMetaData != nullptr && scene.mMetaData->Get(name, value) ? value : otherwise;
}

double ticks_per_second(const aiAnimation& animation) {
  return animation.mTicksPerSecond > 0.0 ? animation.mTicksPerSecond : 1.0;
}

double metres_per_unit(const aiScene& scene) {
  const double centimetres = setting(scene, "UnitScaleFactor", 1.0F);
  return centimetres > 0.0 && std::isfinite(centimetres) ? 0.01 * centimetres : 0.01;
}

/// From the axes of the file to x to the right, y up, z to the front: the rows are the file's
/// right, up and front. Assimp 5.2 says which they are and turns nothing. Where they are no
/// right-handed axes, the file's are kept.
Transform upright(const aiScene& scene) {
  Eigen::Matrix3d rows = Eigen::Matrix3d::Zero();
  int row = 0;
  for (const auto& [axis, sign, otherwise] : {std::tuple{"CoordAxis", "CoordAxisSign", 0},
                                              {"UpAxis", "UpAxisSign", 1},
                                              {"FrontAxis", "FrontAxisSign", 2}}) {
    const int column = setting(scene, axis, otherwise);
    if (column >= 0 && column < 3) rows(row, column) = setting(scene, sign, 1) < 0 ? -1.0 : 1.0;
    ++row;
  }
  Transform transform = Transform::Identity();
  if (rows.determinant() == 1.0) transform.linear() = rows;
  return transform;
}

/// FbxTime::EMode of the FBX SDK, by its numbers, as far as assimp 5.2 knows them: it takes 15 and
/// more for 0, "the default". 0 where the file's own number counts.
constexpr std::array kTimeModes{0.0,
                                120.0,
                                100.0,
                                60.0,
                                50.0,
                                48.0,
                                30.0,
                                30.0,
                                30000.0 / 1001.0,
                                30000.0 / 1001.0,
                                25.0,
                                24.0,
                                1000.0,
                                24000.0 / 1001.0,
                                0.0};
constexpr double kDefaultRate = 30.0;

bool is_rate(double fps) { return fps >= 1e-3 && fps <= mocap::kMaxFps; }

/// What keys that are as far apart say: a whole number or one over 1.001 within 1e-4 of it.
double rate_of_keys(double seconds) {
  if (!(seconds > 0.0)) return kDefaultRate;
  const double rate = 1.0 / seconds;
  for (const double candidate : {std::round(rate), 1000.0 * std::round(1.001 * rate) / 1001.0}) {
    if (std::abs(candidate - rate) <= 1e-4 * rate) return candidate;
  }
  return is_rate(rate) ? rate : kDefaultRate;
}

double frame_rate(const aiScene& scene, const aiAnimation* animation, const Keys& keys) {
  const int mode = setting(scene, "FrameRate", 0);
  double rate = 0.0;
  if (mode >= 0 && mode < static_cast<int>(kTimeModes.size())) {
    rate = kTimeModes[static_cast<std::size_t>(mode)];
  }
  constexpr int kCustom = 14;
  if (mode == kCustom) rate = setting(scene, "CustomFrameRate", 0.0F);
  if (is_rate(rate)) return rate;
  return animation != nullptr ? rate_of_keys(keys.step() / ticks_per_second(*animation))
                              : kDefaultRate;
}

const aiAnimation* animation_of(const aiScene& scene, const std::string& clip) {
  const std::vector<std::string> names = clips_of(scene);
  if (clip.empty()) return names.empty() ? nullptr : scene.mAnimations[0];
  const auto found = std::ranges::find(names, clip);
  if (found != names.end()) return scene.mAnimations[found - names.begin()];
  const std::string nearest = nearest_word(clip, names);
  throw UsageError(
      fmt::format("expected a clip of the file ({}), found '#{}'{}",
                  names.empty() ? "it has none" : fmt::format("{}", fmt::join(names, ", ")), clip,
                  nearest.empty() ? "" : fmt::format("; did you mean '#{}'?", nearest)));
}

/// Everything that is measured of the file, before it becomes a motion.
struct Recording {
  std::vector<Node> nodes;
  Joints joints;
  std::vector<Transform> rest;                ///< per node, in the world
  std::vector<std::vector<Transform>> world;  ///< per frame and node
  double metres = 0.01;
  double fps = 30.0;
};

std::vector<std::vector<Transform>> frames_of(const std::vector<Node>& nodes,
                                              const aiAnimation* animation, const Keys& keys,
                                              double fps) {
  int frames = 1;
  double ticks = 1.0;  // a second
  if (animation != nullptr) {
    ticks = ticks_per_second(*animation);
    const double seconds = animation->mDuration / ticks;
    constexpr double kRounding = 1e-3;  // of a frame
    frames = mocap::checked_frames(std::floor(seconds * fps + kRounding) + 1.0, "the animation");
  }
  std::vector<std::vector<Transform>> world;
  std::vector<Transform> local(nodes.size());
  for (int t = 0; t < frames; ++t) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      local[i] = keys.at(nodes[i], t / fps * ticks);
    }
    local.front() = nodes.front().standing;  // turned upright; the scene's root has no keys
    world.push_back(in_world(nodes, local));
  }
  return world;
}

/// Whether a node is not where it was, against its parent.
bool moves(const Recording& recording, std::size_t i) {
  const auto parent = static_cast<std::size_t>(std::max(recording.nodes[i].parent, 0));
  const auto local = [&](const std::vector<Transform>& frame) {
    return (frame[parent].inverse() * frame[i]).matrix().eval();
  };
  const auto first = local(recording.world.front());
  const double scale = std::max(1.0, first.cwiseAbs().maxCoeff());
  return std::ranges::any_of(recording.world, [&](const std::vector<Transform>& frame) {
    return (local(frame) - first).cwiseAbs().maxCoeff() > 1e-6 * scale;
  });
}

/// Bones where they were bound, all else as it stands against its parent.
std::vector<Transform> rest_of(const std::vector<Node>& nodes,
                               const std::map<std::string, Transform>& bound) {
  std::vector<Transform> rest;
  for (const Node& node : nodes) {
    const auto place = bound.find(node.name);
    if (place != bound.end()) {
      rest.push_back(place->second);
    } else {
      const bool first = node.parent < 0;
      rest.push_back(first ? node.standing
                           : rest[static_cast<std::size_t>(node.parent)] * node.standing);
    }
  }
  return rest;
}

Recording record(const aiScene& scene, const aiAnimation* animation) {
  Recording recording;
  recording.nodes = nodes_of(scene);
  recording.nodes.front().standing = upright(scene) * recording.nodes.front().standing;
  recording.metres = metres_per_unit(scene);
  std::vector<Transform> standing;
  for (const Node& node : recording.nodes) standing.push_back(node.standing);
  standing = in_world(recording.nodes, standing);
  const auto bindings = bound(scene, recording.nodes, standing);
  recording.rest = rest_of(recording.nodes, bindings);
  const Keys keys = animation != nullptr ? Keys(*animation) : Keys();
  recording.fps = frame_rate(scene, animation, keys);
  recording.world = frames_of(recording.nodes, animation, keys, recording.fps);
  std::vector<Role> roles;
  for (std::size_t i = 0; i < recording.nodes.size(); ++i) {
    const bool keyed = keys.move(recording.nodes[i]);
    roles.push_back({.bone = bindings.contains(recording.nodes[i].name),
                     .keyed = keyed,
                     .moving = keyed && moves(recording, i)});
  }
  recording.joints = joints_of(recording.nodes, roles);
  return recording;
}

/// Rigid transformations of the joints in metres: what a Motion can hold of the file's.
struct Rigid {
  std::vector<Quat> rotations;
  std::vector<Vec3> places;
};

Rigid rigid(const Recording& recording, const std::vector<Transform>& world) {
  Rigid result;
  for (const int i : recording.joints.nodes) {
    const Transform& transform = world[static_cast<std::size_t>(i)];
    result.rotations.push_back(
        rotation_of(transform, recording.nodes[static_cast<std::size_t>(i)].name));
    result.places.emplace_back(recording.metres * transform.translation());
  }
  return result;
}

/// A_p R_p* (x - x_p): a place against a parent that stands with axes R_p, in the axes of the room.
Vec3 against(const Quat& axes, const Quat& rotation, const Vec3& from, const Vec3& to) {
  return axes * (rotation.conjugate() * (to - from));
}

/// Distances from the parents: the place of a joint that does not move, or its place at rest; and
/// the tracks of those that do.
struct Offsets {
  std::vector<Vec3> rest;
  std::map<int, std::vector<Vec3>> tracks;
};

Offsets offsets_of(const Joints& joints, const Rigid& rest, const std::vector<Rigid>& frames) {
  Offsets offsets;
  offsets.rest.push_back(rest.places.front());
  for (std::size_t j = 1; j < joints.nodes.size(); ++j) {
    const auto p = static_cast<std::size_t>(joints.parents[j]);
    const auto offset = [&](const Rigid& pose) {
      return against(rest.rotations[p], pose.rotations[p], pose.places[p], pose.places[j]);
    };
    std::vector<Vec3> track;
    for (const Rigid& frame : frames) track.push_back(offset(frame));
    const bool still = std::ranges::all_of(
        track, [&](const Vec3& place) { return (place - track.front()).norm() <= kMoves; });
    offsets.rest.push_back(still ? track.front() : offset(rest));
    if (!still) offsets.tracks.emplace(static_cast<int>(j), std::move(track));
  }
  return offsets;
}

std::vector<EndSite> ends_of(const Recording& recording, const Rigid& rest) {
  const Joints& joints = recording.joints;
  std::vector<EndSite> ends;
  for (const int tip : joints.tips) {
    const Node& node = recording.nodes[static_cast<std::size_t>(tip)];
    const auto place = std::ranges::find(joints.nodes, node.parent) - joints.nodes.begin();
    const auto j = static_cast<std::size_t>(place);
    const Vec3 at = recording.metres * recording.rest[static_cast<std::size_t>(tip)].translation();
    ends.push_back({static_cast<int>(j),
                    against(rest.rotations[j], rest.rotations[j], rest.places[j], at),
                    utf8_text(node.name)});
  }
  return ends;
}

Skeleton skeleton_of(const Recording& recording, const Rigid& rest,
                     const std::vector<Vec3>& offsets) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const int i : recording.joints.nodes) {
    const std::string name = utf8_text(recording.nodes[static_cast<std::size_t>(i)].name);
    std::string unique = name.empty() ? "joint" : name;
    for (int k = 2; !taken.insert(unique).second; ++k) unique = fmt::format("{}_{}", name, k);
    names.push_back(unique);
  }
  return {std::move(names), recording.joints.parents, offsets, ends_of(recording, rest)};
}

}  // namespace

std::vector<std::string> clips_of(const aiScene& scene) {
  std::vector<std::string> names;
  for (const aiAnimation* animation : std::span(scene.mAnimations, scene.mNumAnimations)) {
    const std::string name = utf8_text(animation->mName.C_Str());
    std::string unique = name;
    for (int k = 2; std::ranges::find(names, unique) != names.end(); ++k) {
      unique = fmt::format("{}_{}", name, k);
    }
    names.push_back(unique);
  }
  return names;
}

FoundMotion motion_of(const aiScene& scene, const std::string& clip) {
  const aiAnimation* const animation = animation_of(scene, clip);
  const Recording recording = record(scene, animation);
  const Joints& joints = recording.joints;
  const Rigid rest = rigid(recording, recording.rest);
  std::vector<Rigid> frames;
  for (const auto& world : recording.world) frames.push_back(rigid(recording, world));
  const Offsets offsets = offsets_of(joints, rest, frames);

  Motion motion(skeleton_of(recording, rest, offsets.rest), recording.fps,
                static_cast<int>(frames.size()));
  for (int t = 0; t < motion.frames(); ++t) {
    const Rigid& frame = frames[static_cast<std::size_t>(t)];
    motion.set_root_position(t, frame.places.front());
    std::vector<Quat> turned;  // Q_j = R_j A_j*, so that it is 1 at rest
    for (int j = 0; j < motion.joints(); ++j) {
      const auto i = static_cast<std::size_t>(j);
      turned.push_back(frame.rotations[i] * rest.rotations[i].conjugate());
      const int parent = joints.parents[i];
      motion.set_rotation(t, j,
                          parent < 0
                              ? turned[i]
                              : turned[static_cast<std::size_t>(parent)].conjugate() * turned[i]);
    }
  }
  for (const auto& [joint, track] : offsets.tracks) motion.set_translation(joint, track);
  FoundMotion found{clips_of(scene), std::move(motion), rest.rotations, joints.warnings};
  if (animation == nullptr) {
    found.warnings.push_back("holds no animation; its one frame is the pose that it stands in");
  }
  return found;
}

}  // namespace poseaae::fbx
