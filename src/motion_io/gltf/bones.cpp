#include "bones.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <set>

namespace poseaae::mocap::gltf {

namespace {

using Nodes = std::set<std::size_t>;

std::size_t checked(const Content& content, std::size_t node) {
  const std::size_t count = content.document().nodes.size();
  if (node < count) return node;
  throw content.error(fmt::format("expected a node below {}, found {}", count, node));
}

/// Of the largest skin, and of those that have joints in common with it.
Nodes skinned(const Content& content) {
  std::vector<Nodes> skins;
  for (const Skin& skin : content.document().skins) {
    Nodes& joints = skins.emplace_back();
    for (const std::size_t joint : skin.joints) joints.insert(checked(content, joint));
  }
  Nodes found;
  if (skins.empty()) return found;
  found = *std::ranges::max_element(skins, {}, &Nodes::size);
  for (bool grew = true; grew;) {
    grew = false;
    for (const Nodes& skin : skins) {
      const std::size_t before = found.size();
      if (std::ranges::any_of(skin, [&](std::size_t joint) { return found.contains(joint); })) {
        found.insert(skin.begin(), skin.end());
      }
      grew = grew || found.size() > before;
    }
  }
  return found;
}

Nodes moved(const Content& content, const Animation* animation) {
  Nodes found;
  if (animation == nullptr) return found;
  for (const Channel& channel : animation->channels) {
    const bool moves = channel.path == "rotation" || channel.path == "translation";
    if (!moves || channel.node < 0) continue;
    found.insert(checked(content, static_cast<std::size_t>(channel.node)));
  }
  return found;
}

/// The nodes at the top of these, and those between.
std::vector<std::size_t> tops_of(const NodeTree& tree, Nodes& nodes) {
  std::vector<std::size_t> tops;
  const Nodes given = nodes;
  for (const std::size_t node : given) {
    long above = tree.parent(node);
    std::vector<std::size_t> between;
    while (above >= 0 && !given.contains(static_cast<std::size_t>(above))) {
      between.push_back(static_cast<std::size_t>(above));
      above = tree.parent(static_cast<std::size_t>(above));
    }
    if (above >= 0) {
      nodes.insert(between.begin(), between.end());
    } else {
      tops.push_back(node);
    }
  }
  return tops;
}

/// The lowest node that is above all of these, or one of them; -1 for none.
long meeting_point(const NodeTree& tree, const std::vector<std::size_t>& tops) {
  auto meet = static_cast<long>(tops.front());
  for (const std::size_t top : tops) {
    auto other = static_cast<long>(top);
    while (meet >= 0 && other >= 0 && meet != other) {
      long& deeper = tree.depth(meet) >= tree.depth(other) ? meet : other;
      deeper = tree.parent(deeper);
    }
    if (meet < 0 || other < 0) return -1;
  }
  return meet;
}

/// Leaves one top: where several do not hang from one node, that with most below it.
void keep_one_tree(const Content& content, const NodeTree& tree, Nodes& nodes, Bones& bones) {
  const auto tops = tops_of(tree, nodes);
  if (const long meet = meeting_point(tree, tops); meet >= 0) {
    for (const std::size_t top : tops) {
      for (auto node = static_cast<long>(top); node != meet; node = tree.parent(node)) {
        nodes.insert(static_cast<std::size_t>(node));
      }
    }
    nodes.insert(static_cast<std::size_t>(meet));
    return;
  }
  std::map<std::size_t, Nodes> trees;
  for (const std::size_t node : nodes) {
    std::size_t top = node;
    while (tree.parent(top) >= 0) top = static_cast<std::size_t>(tree.parent(top));
    trees[top].insert(node);
  }
  const auto largest =
      std::ranges::max_element(trees, {}, [](const auto& each) { return each.second.size(); });
  bones.warnings.push_back(fmt::format(
      "expected one skeleton, found {} that do not hang together; the largest is read, below node "
      "'{}'",
      trees.size(), content.document().nodes[largest->first].name));
  nodes = largest->second;
  keep_one_tree(content, tree, nodes, bones);
}

void add_moved_below(const NodeTree& tree, const Nodes& moved, Nodes& nodes) {
  for (const std::size_t node : moved) {
    std::vector<std::size_t> way;
    auto at = static_cast<long>(node);
    while (at >= 0 && !nodes.contains(static_cast<std::size_t>(at))) {
      way.push_back(static_cast<std::size_t>(at));
      at = tree.parent(static_cast<std::size_t>(at));
    }
    if (at >= 0) nodes.insert(way.begin(), way.end());
  }
}

/// Without a skin, whatever hangs below and is not the last there.
void add_all_below(const NodeTree& tree, Nodes& nodes) {
  for (const std::size_t node : tree.order()) {
    const long above = tree.parent(node);
    const bool below = above >= 0 && nodes.contains(static_cast<std::size_t>(above));
    if (below && !tree.children(node).empty()) nodes.insert(node);
  }
}

}  // namespace

Bones bones_of(const Content& content, const NodeTree& tree, const Animation* animation) {
  Bones bones;
  const Document& document = content.document();
  const Nodes in_motion = moved(content, animation);
  Nodes nodes = skinned(content);
  const bool has_skin = !nodes.empty();
  if (!has_skin) nodes = in_motion;
  for (const auto& [bone, node] : document.human_bones) nodes.insert(checked(content, node));
  if (nodes.empty()) {
    throw content.error(
        "expected a skeleton, found neither a skin nor a node that an animation moves; export the "
        "armature too");
  }
  keep_one_tree(content, tree, nodes, bones);
  if (!has_skin) add_all_below(tree, nodes);
  add_moved_below(tree, in_motion, nodes);
  const bool in_file_order = std::ranges::all_of(nodes, [&](std::size_t node) {
    const long above = tree.parent(node);
    return above < static_cast<long>(node) || !nodes.contains(static_cast<std::size_t>(above));
  });
  if (in_file_order) {
    bones.nodes.assign(nodes.begin(), nodes.end());
  } else {
    std::ranges::copy_if(tree.order(), std::back_inserter(bones.nodes),
                         [&](std::size_t node) { return nodes.contains(node); });
  }
  std::map<std::size_t, int> joint;
  for (const std::size_t node : bones.nodes) {
    const long above = tree.parent(node);
    const auto parent = above < 0 ? joint.end() : joint.find(static_cast<std::size_t>(above));
    bones.parents.push_back(parent == joint.end() ? -1 : parent->second);
    joint.emplace(node, static_cast<int>(joint.size()));
  }
  for (const std::size_t node : bones.nodes) {
    for (const std::size_t child : tree.children(node)) {
      const bool is_tip = !nodes.contains(child) && tree.children(child).empty();
      if (is_tip && document.nodes[child].is_empty) bones.tips.push_back(child);
    }
  }
  return bones;
}

namespace {

/// Node -> its matrix in the space of the skin when bound.
std::map<std::size_t, Eigen::Matrix4d> bound(Content& content) {
  std::map<std::size_t, Eigen::Matrix4d> found;
  for (const Skin& skin : content.document().skins) {
    if (skin.inverse_bind_matrices < 0) continue;
    const auto numbers = content.numbers(static_cast<std::size_t>(skin.inverse_bind_matrices), 16);
    if (numbers.size() < 16 * skin.joints.size()) {
      throw content.error(fmt::format("expected {} inverse bind matrices, found {}",
                                      skin.joints.size(), numbers.size() / 16));
    }
    for (std::size_t i = 0; i < skin.joints.size(); ++i) {
      const Eigen::Matrix4d inverse(numbers.data() + 16 * i);
      if (std::abs(inverse.determinant()) > 1e-12) {
        found.emplace(skin.joints[i], inverse.inverse());
      }
    }
  }
  return found;
}

/// Of the 24 rotations that map axes to axes, the nearest.
Quat nearest_quarter_turns(const Quat& turn) {
  const Eigen::Matrix3d matrix = turn.toRotationMatrix();
  Eigen::Matrix3d best = Eigen::Matrix3d::Identity();
  double most = -4.0;
  for (int order = 0; order < 6; ++order) {
    for (int signs = 0; signs < 8; ++signs) {
      const int first = order % 3;
      const int second = (first + 1 + order / 3) % 3;
      const std::array<int, 3> axes{first, second, 3 - first - second};
      Eigen::Matrix3d candidate = Eigen::Matrix3d::Zero();
      for (int k = 0; k < 3; ++k) candidate(axes[k], k) = (signs >> k & 1) != 0 ? -1.0 : 1.0;
      const double alike = candidate.cwiseProduct(matrix).sum();
      if (candidate.determinant() < 0.0 || alike <= most) continue;
      most = alike;
      best = candidate;
    }
  }
  return Quat(best);
}

}  // namespace

std::vector<Quat> axes_of(Content& content, const NodeTree& tree, const Bones& bones) {
  const auto binds = bound(content);
  const auto bind_of = [&](std::size_t node) {
    const auto bind = binds.find(node);
    return bind == binds.end() ? std::nullopt : std::optional(bind->second);
  };
  std::vector<Quat> axes;
  for (std::size_t j = 0; j < bones.nodes.size(); ++j) {
    const std::size_t node = bones.nodes[j];
    const auto own = bind_of(node);
    if (bones.parents[j] >= 0) {
      const auto above = bind_of(bones.nodes[bones.parents[j]]);
      const Quat local =
          own && above ? parts_of(above->inverse() * *own).rotation : tree.still_rotation(node);
      axes.push_back((axes[bones.parents[j]] * tree.rotation(node, local)).normalized());
      continue;
    }
    Quat world = Quat::Identity();
    for (auto at = static_cast<long>(node); at >= 0; at = tree.parent(at)) {
      world = tree.rotation(at, tree.still_rotation(at)) * world;
    }
    if (own) {
      const Eigen::Matrix4d since_bound = tree.world(node) * own->inverse();
      const Quat turn = parts_of(since_bound).rotation;
      if (since_bound.determinant() > 0.0) {
        world = nearest_quarter_turns(turn) * turn.conjugate() * world;
      }
    }
    axes.push_back(world.normalized());
  }
  return axes;
}

}  // namespace poseaae::mocap::gltf
