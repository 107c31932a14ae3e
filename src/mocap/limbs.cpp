#include "limbs.hpp"

#include <algorithm>

#include "body_names.hpp"

namespace poseaae::mocap {

namespace {

/// What the names of both branches say, kOther if nothing.
Part part_by_names(const BodyTree& tree, const Limbs& limbs) {
  int balance = 0;  // above 0: an arm
  for (const int top : {limbs.one, limbs.other}) {
    for (const int j : tree.branch(top)) {
      balance += names_arm(tree.skeleton().name(j)) ? 1 : 0;
      balance -= names_leg(tree.skeleton().name(j)) ? 1 : 0;
    }
  }
  if (balance == 0) return Part::kOther;
  return balance > 0 ? Part::kArm : Part::kLeg;
}

bool holds_limbs(const BodyTree& tree, int top, const std::vector<Limbs>& limbs) {
  return std::ranges::any_of(limbs,
                             [&](const Limbs& each) { return tree.is_within(each.at, top); });
}

/// Whether a branch in the middle goes on from the joint that has no limbs: a neck, or a tail.
bool has_neck(const BodyTree& tree, int joint, const std::vector<int>& partner,
              const std::vector<Limbs>& limbs) {
  return std::ranges::any_of(tree.children(joint), [&](int child) {
    return partner[child] == child && !holds_limbs(tree, child, limbs);
  });
}

/// From the joint to the farthest tip in the middle; 0 where nothing is there.
Vec3 way_of_the_middle(const BodyTree& tree, int joint, const std::vector<int>& partner) {
  Vec3 farthest = Vec3::Zero();
  for (const int j : tree.branch(joint)) {
    const Vec3 way = tree.at(j) + tree.end(j) - tree.at(joint);
    if (partner[j] == j && way.norm() > farthest.norm()) farthest = way;
  }
  return farthest;
}

/// All at one joint: legs point away from where the middle goes.
void tell_by_direction(const BodyTree& tree, const std::vector<int>& partner,
                       std::vector<Limbs*>& limbs) {
  constexpr double kAway = 0.3;
  const Vec3 up = way_of_the_middle(tree, limbs.front()->at, partner).stableNormalized();
  const auto tip = [&](int top) { return tree.at(tree.tip(top)) + tree.end(tree.tip(top)); };
  for (Limbs* each : limbs) {
    const Vec3 way = 0.5 * (tip(each->one) + tip(each->other)) - tree.at(each->at);
    each->part = up.isZero() || way.dot(up) < -kAway * each->reach ? Part::kLeg : Part::kArm;
  }
  const bool any_leg =
      std::ranges::any_of(limbs, [](const Limbs* each) { return each->part == Part::kLeg; });
  if (any_leg || limbs.size() < 2) return;
  (*std::ranges::max_element(limbs, {}, &Limbs::reach))->part = Part::kLeg;
}

/// Legs are at the first joint on the way up, unless it alone has a neck: then it is the chest.
void tell_by_tree(const BodyTree& tree, const std::vector<int>& partner,
                  const std::vector<Limbs>& all, std::vector<Limbs*>& limbs) {
  const int first = std::ranges::min(limbs, {}, [](const Limbs* each) { return each->at; })->at;
  const auto neck_elsewhere = [&](const Limbs* each) {
    return each->at != first && has_neck(tree, each->at, partner, all);
  };
  const bool chest_first =
      has_neck(tree, first, partner, all) && std::ranges::none_of(limbs, neck_elsewhere);
  for (Limbs* each : limbs) {
    each->part = (each->at == first) == chest_first ? Part::kArm : Part::kLeg;
  }
}

/// Of those that could be arms, or legs, the long ones are.
void keep_the_longest(std::vector<Limbs*>& limbs, Part part) {
  constexpr double kAsLong = 0.6;
  double longest = 0.0;
  for (const Limbs* each : limbs) {
    if (each->part == part) longest = std::max(longest, each->reach);
  }
  for (Limbs* each : limbs) {
    if (each->part == part && each->reach < kAsLong * longest) each->part = Part::kOther;
  }
}

}  // namespace

std::vector<Limbs> major(const std::vector<Limbs>& limbs, const BodyTree& tree) {
  constexpr double kOfTheLongest = 0.25;
  const auto has_several = [&](const Limbs& each) { return tree.size(each.one) > 1; };
  const bool several = std::ranges::any_of(limbs, has_several);
  double longest = 0.0;
  for (const Limbs& each : limbs) longest = std::max(longest, each.reach);
  std::vector<Limbs> found;
  for (const Limbs& each : limbs) {
    if (each.reach < kOfTheLongest * longest || (several && !has_several(each))) continue;
    found.push_back(each);
  }
  return found;
}

std::vector<Limbs> find_limbs(const BodyTree& tree, const std::vector<int>& partner) {
  std::vector<Limbs> limbs;
  for (int j = 1; j < tree.joints(); ++j) {
    const int up = tree.parent(j);
    if (partner[j] <= j || partner[up] != up) continue;
    const double reach = tree.reach(j) + tree.skeleton().offset(j).norm();
    limbs.push_back({up, j, partner[j], reach});
    limbs.back().part = part_by_names(tree, limbs.back());
  }
  const auto any = [&](Part part) {
    return std::ranges::any_of(limbs, [&](const Limbs& each) { return each.part == part; });
  };
  if (any(Part::kArm) || any(Part::kLeg)) return limbs;
  const std::vector<Limbs> large = major(limbs, tree);
  std::vector<Limbs*> unknown;
  for (Limbs& each : limbs) {
    const auto same = [&](const Limbs& other) { return other.one == each.one; };
    if (std::ranges::any_of(large, same)) unknown.push_back(&each);
  }
  if (unknown.empty()) return limbs;
  const auto elsewhere = [&](const Limbs* each) { return each->at != unknown.front()->at; };
  if (std::ranges::any_of(unknown, elsewhere)) {
    tell_by_tree(tree, partner, large, unknown);
  } else {
    tell_by_direction(tree, partner, unknown);
  }
  keep_the_longest(unknown, Part::kArm);
  keep_the_longest(unknown, Part::kLeg);
  return limbs;
}

}  // namespace poseaae::mocap
