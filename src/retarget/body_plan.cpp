#include "poseaae/retarget/body_plan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "poseaae/footing/contacts.hpp"

namespace poseaae::retarget {

using mocap::Anatomy;
using mocap::Part;
using mocap::Side;
using mocap::Skeleton;

namespace {

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return small;
}

template <std::size_t N>
bool contains_any(std::string_view name, const std::array<std::string_view, N>& words) {
  const std::string small = lower(name);
  return std::ranges::any_of(
      words, [&](std::string_view word) { return small.find(word) != std::string::npos; });
}

constexpr auto kForearm = std::to_array<std::string_view>(
    {"forearm", "fore_arm", "lowerarm", "lower_arm", "lowarm", "loarm", "elbow", "ulna", "unterarm",
     "ellenbogen", "antebra", "avant", "ひじ", "肘", "hiji"});
constexpr auto kHand = std::to_array<std::string_view>(
    {"hand", "wrist", "poignet", "muñeca", "mano", "手首", "tekubi"});

bool names_forearm(const std::string& name) {
  return contains_any(name, kForearm) && !names_twist(name);
}
bool names_hand(const std::string& name) {
  return contains_any(name, kHand) && !names_twist(name) && !finger_of_name(name);
}

/// A name without the number at its end: parts of a bone that is cut in two share it.
std::string stem(const std::string& name) {
  std::string rest = bare_name(name);
  while (!rest.empty() && rest.back() >= '0' && rest.back() <= '9') rest.pop_back();
  return rest;
}

/// The arm from where it leaves the trunk along its longest way, and how long the bones to each
/// joint are, the first 0.
struct ArmPath {
  std::vector<int> joints;
  std::vector<double> along;  ///< from the first joint, along the bones
  double whole = 0.0;         ///< to the tip
};

/// From each joint, the longest way along the bones below it and the child where it begins.
struct Reaches {
  std::vector<double> reach;
  std::vector<int> child;
  explicit Reaches(const Skeleton& skeleton)
      : reach(static_cast<std::size_t>(skeleton.joints()), 0.0),
        child(reach.size(), Anatomy::kNone) {
    for (const auto& site : skeleton.end_sites()) {
      reach[site.parent] = std::max(reach[site.parent], site.offset.norm());
    }
    for (int j = skeleton.joints() - 1; j > 0; --j) {
      const double here = skeleton.offset(j).norm() + reach[j];
      const int up = skeleton.parent(j);
      if (child[up] != Anatomy::kNone && here < reach[up]) continue;
      reach[up] = std::max(here, reach[up]);
      child[up] = j;
    }
  }
};

/// A branch that is called after a hand or forearm goes before a longer one, such as a sword.
int next_of(const Skeleton& skeleton, const Reaches& reaches, int joint) {
  for (const int child : skeleton.children(joint)) {
    if (names_hand(skeleton.name(child)) || names_forearm(skeleton.name(child))) return child;
  }
  return reaches.child[joint];
}

ArmPath arm_below(const Skeleton& skeleton, const Reaches& reaches, int top) {
  ArmPath arm;
  double along = 0.0;
  for (int j = top; j != Anatomy::kNone; j = next_of(skeleton, reaches, j)) {
    if (j != top) along += skeleton.offset(j).norm();
    arm.joints.push_back(j);
    arm.along.push_back(along);
    arm.whole = along + reaches.reach[j];
  }
  return arm;
}

/// The places on the path that begin a bone: without twists, and without the later parts of a bone
/// that is cut in two; all of them where too few would be left.
std::vector<int> heads_of(const Skeleton& skeleton, const ArmPath& arm) {
  std::vector<int> heads;
  for (int i = 0; i < static_cast<int>(arm.joints.size()); ++i) {
    const std::string& name = skeleton.name(arm.joints[i]);
    const bool goes_on =
        !heads.empty() && stem(name) == stem(skeleton.name(arm.joints[heads.back()]));
    if (!names_twist(name) &&
        !(goes_on && contains_any(name, std::array{std::string_view("arm")}))) {
      heads.push_back(i);
    }
  }
  if (heads.size() >= 3) return heads;
  heads.clear();
  for (int i = 0; i < static_cast<int>(arm.joints.size()); ++i) heads.push_back(i);
  return heads;
}

/// Places in `heads`.
struct Division {
  int upper, middle, end;
};

double unlikeness(const ArmPath& arm, const std::vector<int>& heads, const Division& d) {
  const double upper = arm.along[heads[d.middle]] - arm.along[heads[d.upper]];
  const double lower = arm.along[heads[d.end]] - arm.along[heads[d.middle]];
  if (upper <= 0.0 || lower <= 0.0) return std::numeric_limits<double>::infinity();
  const double hand = arm.whole - arm.along[heads[d.end]];
  const double hand_term = hand > 0.0 ? std::abs(std::log(hand / (0.7 * lower))) : 1.0;
  return std::abs(std::log(upper / lower)) - std::log((upper + lower) / arm.whole) +
         std::min(hand_term, 1.0);
}

std::optional<Division> divide(const Skeleton& skeleton, const ArmPath& arm,
                               const std::vector<int>& heads) {
  const auto count = static_cast<int>(heads.size());
  const auto first = [&](auto says) {
    const auto found =
        std::ranges::find_if(heads, [&](int i) { return says(skeleton.name(arm.joints[i])); });
    return found == heads.end() ? Anatomy::kNone : static_cast<int>(found - heads.begin());
  };
  const int elbow = first(names_forearm);
  const int hand = first(names_hand);
  std::optional<Division> best;
  double least = std::numeric_limits<double>::infinity();
  for (int upper = 0; upper < count; ++upper) {
    for (int middle = upper + 1; middle < count; ++middle) {
      if (elbow > 0 && middle != elbow) continue;
      for (int end = middle + 1; end < count; ++end) {
        if (hand > middle && end != hand) continue;
        const double here = unlikeness(arm, heads, {upper, middle, end});
        if (here >= least) continue;
        least = here;
        best = {upper, middle, end};
      }
    }
  }
  return best;
}

std::vector<int> above(const Skeleton& skeleton, const Anatomy& anatomy, int joint, Part part) {
  std::vector<int> chain;
  for (int j = skeleton.parent(joint); j >= 0 && anatomy.part[j] == part; j = skeleton.parent(j)) {
    chain.insert(chain.begin(), j);
  }
  return chain;
}

std::optional<LimbPlan> arm_at(const Skeleton& skeleton, const Anatomy& anatomy,
                               const Reaches& reaches, int top) {
  const ArmPath path = arm_below(skeleton, reaches, top);
  const std::vector<int> heads = heads_of(skeleton, path);
  const auto division = divide(skeleton, path, heads);
  if (!division) return std::nullopt;
  LimbPlan arm;
  arm.side = anatomy.side[top];
  arm.upper = path.joints[heads[division->upper]];
  arm.middle = path.joints[heads[division->middle]];
  arm.end = path.joints[heads[division->end]];
  arm.before = above(skeleton, anatomy, arm.upper, Part::kArm);
  return arm;
}

LimbPlan leg_of(const Skeleton& skeleton, const Anatomy& anatomy, const footing::Foot& foot) {
  LimbPlan leg{foot.side, {}, foot.hip, foot.knee, foot.ankle};
  leg.before = above(skeleton, anatomy, foot.hip, Part::kLeg);
  if (foot.sole.size() > 1 && foot.sole[1].joint != foot.ankle) leg.toe = foot.sole[1].joint;
  return leg;
}

/// One of each side, the first.
void keep_a_pair(std::vector<LimbPlan>& limbs) {
  std::vector<LimbPlan> pair;
  for (const Side side : {Side::kLeft, Side::kRight}) {
    const auto found = std::ranges::find(limbs, side, &LimbPlan::side);
    if (found != limbs.end()) pair.push_back(*found);
  }
  limbs = std::move(pair);
}

int common_ancestor(const Skeleton& skeleton, int a, int b) {
  while (a != b) (a > b ? a : b) = skeleton.parent(a > b ? a : b);
  return a;
}

/// Where the branches of both limbs meet; `otherwise` where there are not two.
int where_from(const Skeleton& skeleton, const std::vector<LimbPlan>& limbs, int otherwise) {
  if (limbs.size() < 2) return otherwise;
  return common_ancestor(skeleton, limbs[0].upper, limbs[1].upper);
}

/// The joints from `top`, which is not one of them, down to `bottom`, which is.
std::vector<int> way_down(const Skeleton& skeleton, int top, int bottom) {
  std::vector<int> way;
  for (int j = bottom; j > top; j = skeleton.parent(j)) way.insert(way.begin(), j);
  return way;
}

}  // namespace

BodyPlan body_plan_of(const Skeleton& skeleton) {
  BodyPlan plan;
  plan.anatomy = mocap::anatomy_of(skeleton);
  const Anatomy& anatomy = plan.anatomy;
  const Reaches reaches(skeleton);
  for (int j = 1; j < skeleton.joints(); ++j) {
    if (anatomy.part[j] != Part::kArm || anatomy.part[skeleton.parent(j)] == Part::kArm) continue;
    if (auto arm = arm_at(skeleton, anatomy, reaches, j)) plan.arms.push_back(std::move(*arm));
  }
  for (const footing::Foot& foot : footing::feet_of(skeleton)) {
    plan.legs.push_back(leg_of(skeleton, anatomy, foot));
  }
  keep_a_pair(plan.arms);
  keep_a_pair(plan.legs);
  plan.head = anatomy.head;
  const int pelvis = anatomy.pelvis;
  plan.hips = where_from(skeleton, plan.legs, pelvis);
  int chest = where_from(skeleton, plan.arms, pelvis);
  if (plan.arms.size() < 2 && plan.head != Anatomy::kNone) {
    chest = plan.head;
    while (chest > pelvis && anatomy.part[chest] == Part::kHead) chest = skeleton.parent(chest);
  }
  if (common_ancestor(skeleton, chest, pelvis) == pelvis) {
    plan.spine = way_down(skeleton, pelvis, chest);
  }
  if (plan.head != Anatomy::kNone) {
    plan.neck = way_down(skeleton, common_ancestor(skeleton, chest, plan.head), plan.head);
    if (!plan.neck.empty()) plan.neck.pop_back();
  }
  for (int j = 0; j < skeleton.joints(); ++j) {
    plan.finger.push_back(finger_of_name(skeleton.name(j)).value_or(Anatomy::kNone));
  }
  return plan;
}

}  // namespace poseaae::retarget
