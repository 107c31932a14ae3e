#include "anatomy_sides.hpp"

#include <cmath>

namespace poseaae::mocap {

namespace {

Side opposite(Side side) {
  if (side == Side::kMiddle) return side;
  return side == Side::kLeft ? Side::kRight : Side::kLeft;
}

/// The side that a pair's names state: of j, whose partner has the other one.
Side named_side(const Anatomy& anatomy, const NamedSides& named, int j) {
  const int m = anatomy.partner[j];
  const bool agree = named.side[j] != Side::kMiddle && named.side[m] == opposite(named.side[j]);
  return agree ? named.side[j] : Side::kMiddle;
}

Vec3 tip(const BodyTree& tree, int joint) {
  const int last = tree.tip(joint);
  return tree.at(last) + tree.end(last);
}

/// From the tip of one branch to that of its partner, and where the two begin.
Vec3 across(const BodyTree& tree, int one, int other) {
  return tree.at(one) - tree.at(other) + tip(tree, one) - tip(tree, other);
}

bool begins_pair(const BodyTree& tree, const Anatomy& anatomy, int j) {
  const int m = anatomy.partner[j];
  return m > j && anatomy.partner[tree.parent(j)] == tree.parent(j);
}

/// Where the toes point, seen along the legs; 0 where they do not tell.
Vec3 front(const BodyTree& tree, const Anatomy& anatomy, const Vec3& up) {
  Vec3 toes = Vec3::Zero();
  double length = 0.0;
  for (const int foot : anatomy.feet) {
    const int before = std::max(0, tree.parent(foot));
    toes += tree.at(foot) + tree.end(foot) - tree.at(before);
    length += (tree.at(foot) - tree.at(anatomy.pelvis)).norm();
  }
  toes -= toes.dot(up) * up;
  constexpr double kTells = 0.03;  // of the legs
  return toes.norm() < kTells * length ? Vec3(Vec3::Zero()) : toes;
}

/// A direction in the rest pose that points to the left of the body; 0 where nothing tells.
Vec3 leftwards(const BodyTree& tree, const Anatomy& anatomy, const NamedSides& named) {
  Vec3 by_names = Vec3::Zero();
  Vec3 line = Vec3::Zero();  // to one of the sides
  for (int j = 1; j < tree.joints(); ++j) {
    if (!begins_pair(tree, anatomy, j)) continue;
    const Vec3 way = across(tree, j, anatomy.partner[j]);
    const Side side = named_side(anatomy, named, j);
    if (side != Side::kMiddle) by_names += side == Side::kLeft ? way : Vec3(-way);
    line += way.dot(line) < 0.0 ? Vec3(-way) : way;
  }
  if (by_names.norm() > 1e-3 * line.norm()) return by_names;
  Vec3 feet = Vec3::Zero();
  for (const int foot : anatomy.feet) {
    feet += tree.at(foot) / static_cast<double>(anatomy.feet.size());
  }
  const Vec3 top = anatomy.head >= 0 ? tree.at(anatomy.head) : tree.at(anatomy.pelvis);
  const Vec3 up = anatomy.feet.empty() ? Vec3(Vec3::UnitY()) : (top - feet).stableNormalized();
  const Vec3 ahead = front(tree, anatomy, up);
  const Vec3 left = up.cross(ahead.isZero() ? Vec3(Vec3::UnitZ()) : ahead);
  return left.dot(line) < 0.0 ? Vec3(-line) : line;
}

}  // namespace

std::vector<Side> sides_of(const BodyTree& tree, const Anatomy& anatomy, const NamedSides& named) {
  const Vec3 left = leftwards(tree, anatomy, named);
  std::vector<Side> sides(anatomy.partner.size(), Side::kMiddle);
  for (int j = 0; j < tree.joints(); ++j) {
    const Side above = j == 0 ? Side::kMiddle : sides[tree.parent(j)];
    const int m = anatomy.partner[j];
    if (m == Anatomy::kNone || m == j) {
      const bool only_a_letter = m == j && named.partner[j] >= 0;
      sides[j] = only_a_letter ? Side::kMiddle : named.side[j];
      if (sides[j] == Side::kMiddle) sides[j] = above;
      continue;
    }
    sides[j] = named_side(anatomy, named, j);
    if (sides[j] == Side::kMiddle) sides[j] = above;
    if (sides[j] == Side::kMiddle && m < j) sides[j] = opposite(sides[m]);
    if (sides[j] == Side::kMiddle) {
      sides[j] = across(tree, j, m).dot(left) < 0.0 ? Side::kRight : Side::kLeft;
    }
  }
  return sides;
}

}  // namespace poseaae::mocap
