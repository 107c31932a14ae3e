#include "node_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace poseaae::mocap::gltf {

namespace {

constexpr double kEven = 1e-3;       // relative difference of scales that is one of writing
constexpr double kVanishing = 1e-9;  // a scale that hides a node

/// D r D, with D = diag(signs).
Quat mirrored(const Quat& r, const Vec3& signs) {
  const double handed = signs.prod();
  return {r.w(), handed * signs.x() * r.x(), handed * signs.y() * r.y(),
          handed * signs.z() * r.z()};
}

}  // namespace

Parts parts_of(const Eigen::Matrix4d& matrix) {
  Eigen::Matrix3d linear = matrix.topLeftCorner<3, 3>();
  Parts parts{matrix.topRightCorner<3, 1>(), Quat::Identity(), linear.colwise().norm()};
  if (!(parts.scale.minCoeff() > kVanishing)) return parts;
  if (linear.determinant() < 0.0) parts.scale.x() = -parts.scale.x();
  for (int k = 0; k < 3; ++k) linear.col(k) /= parts.scale[k];
  parts.rotation = Quat(linear).normalized();
  parts.is_sheared = (parts.rotation.toRotationMatrix() - linear).cwiseAbs().maxCoeff() > kEven;
  return parts;
}

NodeTree::NodeTree(const Content& content) : document_(content.document()) {
  find_parents(content);
  find_order(content);
  const std::size_t count = size();
  rotations_.resize(count);
  places_.resize(count);
  own_scale_.resize(count);
  scale_.resize(count);
  signs_.resize(count);
  uneven_.resize(count);
  for (const std::size_t node : order_) take_apart(document_.nodes[node], node);
}

void NodeTree::find_parents(const Content& content) {
  const auto& nodes = document_.nodes;
  parents_.assign(nodes.size(), -1);
  for (std::size_t node = 0; node < nodes.size(); ++node) {
    for (const std::size_t child : nodes[node].children) {
      if (child >= nodes.size()) {
        throw content.error(
            fmt::format("node {}: expected a child below {}, found {}", node, nodes.size(), child));
      }
      if (parents_[child] >= 0) {
        throw content.error(fmt::format(
            "node {} ('{}'): expected one parent, found nodes {} and {}; export the file again",
            child, nodes[child].name, parents_[child], node));
      }
      parents_[child] = static_cast<long>(node);
    }
  }
}

void NodeTree::find_order(const Content& content) {
  constexpr int kDeepest = 1000;
  depths_.assign(size(), 0);
  std::vector<std::size_t> open;
  for (std::size_t node = size(); node-- > 0;) {
    if (parents_[node] < 0) open.push_back(node);
  }
  while (!open.empty()) {
    const std::size_t node = open.back();
    open.pop_back();
    order_.push_back(node);
    const auto& below = children(node);
    for (auto child = below.rbegin(); child != below.rend(); ++child) {
      depths_[*child] = depths_[node] + 1;
      if (depths_[*child] > kDeepest) {
        throw content.error(
            fmt::format("node {}: expected at most {} nodes above each other", *child, kDeepest));
      }
      open.push_back(*child);
    }
  }
  if (order_.size() == size()) return;
  std::vector<bool> reached(size(), false);
  for (const std::size_t node : order_) reached[node] = true;
  const auto lost = std::ranges::find(reached, false) - reached.begin();
  throw content.error(fmt::format(
      "node {} ('{}'): expected a tree, found a node that is below itself; export the file again",
      lost, document_.nodes[lost].name));
}

void NodeTree::take_apart(const Node& node, std::size_t number) {
  Parts parts{node.translation, node.rotation, node.scale};
  if (node.matrix) parts = parts_of(*node.matrix);
  const double norm = parts.rotation.norm();
  rotations_[number] = norm > 0.0 ? parts.rotation.normalized() : Quat::Identity();
  places_[number] = parts.place;
  own_scale_[number] = parts.scale;
  const Vec3 size = parts.scale.cwiseAbs();
  const bool hidden = !(size.minCoeff() > kVanishing);
  const bool even = !hidden && size.maxCoeff() <= (1.0 + kEven) * size.minCoeff();
  const double own = hidden ? 1.0 : even ? size.mean() : std::cbrt(size.prod());
  const Vec3 signs = parts.scale.unaryExpr([](double s) { return s < 0.0 ? -1.0 : 1.0; });
  const long above = parents_[number];
  scale_[number] = own * (above < 0 ? 1.0 : scale_[above]);
  signs_[number] = above < 0 ? signs : Vec3(signs.cwiseProduct(signs_[above]));
  uneven_[number] = !even || parts.is_sheared || (above >= 0 && uneven_[above]);
}

const std::vector<std::size_t>& NodeTree::children(std::size_t node) const {
  return document_.nodes.at(node).children;
}

Quat NodeTree::rotation(std::size_t node, const Quat& r) const {
  const long above = parents_[node];
  return above < 0 ? r : mirrored(r, signs_[above]);
}

Vec3 NodeTree::place(std::size_t node, const Vec3& l) const {
  const long above = parents_[node];
  return above < 0 ? l : Vec3(scale_[above] * signs_[above].cwiseProduct(l));
}

Eigen::Matrix4d NodeTree::world(std::size_t node) const {
  Eigen::Matrix4d matrix = Eigen::Matrix4d::Identity();
  for (auto at = static_cast<long>(node); at >= 0; at = parents_[at]) {
    Eigen::Matrix4d local = Eigen::Matrix4d::Identity();
    local.topLeftCorner<3, 3>() = rotations_[at].toRotationMatrix() * own_scale_[at].asDiagonal();
    local.topRightCorner<3, 1>() = places_[at];
    matrix = local * matrix;
  }
  return matrix;
}

}  // namespace poseaae::mocap::gltf
