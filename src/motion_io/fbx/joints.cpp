#include "joints.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/base/utf8.hpp"

namespace poseaae::fbx {

namespace {

/// Per node, how many of a kind are in the tree below it, with itself.
std::vector<int> below(const std::vector<Node>& nodes, const std::vector<bool>& kind) {
  std::vector<int> counts(kind.begin(), kind.end());
  for (std::size_t i = nodes.size(); i-- > 1;) {
    counts[static_cast<std::size_t>(nodes[i].parent)] += counts[i];
  }
  return counts;
}

std::vector<int> children(const std::vector<Node>& nodes, int parent) {
  std::vector<int> found;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].parent == parent) found.push_back(static_cast<int>(i));
  }
  return found;
}

/// The node from which all are reached; of several trees that the scene's own root holds together,
/// the first node of the largest.
int top_of(const std::vector<Node>& nodes, const std::vector<bool>& certain,
           std::vector<std::string>& warnings) {
  const std::vector<int> counts = below(nodes, certain);
  int top = 0;
  while (!certain[static_cast<std::size_t>(top)]) {
    std::vector<int> trees = children(nodes, top);
    std::erase_if(trees, [&](int i) { return counts[static_cast<std::size_t>(i)] == 0; });
    if (trees.size() > 1 && top != 0) break;
    const auto size = [&](int i) { return counts[static_cast<std::size_t>(i)]; };
    const int largest = *std::ranges::max_element(trees, {}, size);
    for (const int other : trees) {
      if (other == largest) continue;
      warnings.push_back(
          fmt::format("'{}' stands beside '{}', which has more joints, and was left out",
                      utf8_text(nodes[static_cast<std::size_t>(other)].name),
                      utf8_text(nodes[static_cast<std::size_t>(largest)].name)));
    }
    top = largest;
  }
  return top;
}

/// Down from a node that only places the body: no bone among bones, still, with one way on.
int body_below(const std::vector<Node>& nodes, int top, const std::vector<bool>& joints,
               const std::vector<Role>& roles) {
  for (;;) {
    const Role& role = roles[static_cast<std::size_t>(top)];
    if (role.bone || role.moving) return top;
    std::vector<int> ways = children(nodes, top);
    std::erase_if(ways, [&](int child) { return !joints[static_cast<std::size_t>(child)]; });
    if (ways.size() != 1) return top;
    top = ways.front();
  }
}

}  // namespace

Joints joints_of(const std::vector<Node>& nodes, const std::vector<Role>& roles) {
  const std::size_t count = nodes.size();
  const bool skinned = std::ranges::any_of(roles, &Role::bone);
  std::vector<bool> certain(count);
  for (std::size_t i = 0; i < count; ++i) {
    certain[i] = roles[i].bone || (roles[i].keyed && !(skinned && nodes[i].shown));
  }
  if (std::ranges::find(certain, true) == certain.end()) {
    throw InputError("expected a skeleton or something that moves, found neither");
  }
  Joints joints;
  const int top = top_of(nodes, certain, joints.warnings);

  const std::vector<int> counts = below(nodes, certain);
  std::vector<bool> inside(count), is_joint(count);
  std::vector<int> tips;
  for (std::size_t i = static_cast<std::size_t>(top); i < count; ++i) {
    const int parent = nodes[i].parent;
    inside[i] =
        static_cast<int>(i) == top || (parent >= 0 && inside[static_cast<std::size_t>(parent)]);
    if (!inside[i]) continue;
    const bool between = counts[i] > 0;
    const bool hangs = parent >= 0 && is_joint[static_cast<std::size_t>(parent)] && !nodes[i].shown;
    const bool leaf = nodes[i].chain.back()->mNumChildren == 0;
    is_joint[i] = between || (hangs && !leaf);
    if (!is_joint[i] && hangs) tips.push_back(static_cast<int>(i));
  }
  const int root = skinned ? body_below(nodes, top, is_joint, roles) : top;
  std::vector<int> place(count, -1);
  for (std::size_t i = static_cast<std::size_t>(root); i < count; ++i) {
    const int parent = nodes[i].parent;
    const bool first = static_cast<int>(i) == root;
    if (!is_joint[i] || (!first && (parent < 0 || place[static_cast<std::size_t>(parent)] < 0))) {
      continue;
    }
    place[i] = static_cast<int>(joints.nodes.size());
    joints.nodes.push_back(static_cast<int>(i));
    joints.parents.push_back(first ? -1 : place[static_cast<std::size_t>(parent)]);
  }
  for (const int tip : tips) {
    const int parent = nodes[static_cast<std::size_t>(tip)].parent;
    if (place[static_cast<std::size_t>(parent)] >= 0) joints.tips.push_back(tip);
  }
  return joints;
}

}  // namespace poseaae::fbx
