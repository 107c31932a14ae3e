#include <algorithm>
#include <array>

#include "poseaae/retarget/body_plan.hpp"

namespace poseaae::retarget {

using mocap::Anatomy;
using mocap::HumanBone;
using mocap::Part;
using mocap::Side;
using mocap::Skeleton;

namespace {

HumanBone after(HumanBone bone, int steps) {
  return static_cast<HumanBone>(static_cast<int>(bone) + steps);
}

/// Puts what is told into a plan.
class Telling {
 public:
  Telling(BodyPlan& plan, const Skeleton& skeleton, ToldBones bones)
      : plan_(plan),
        skeleton_(skeleton),
        joint_(mocap::joints_of_human_bones({bones.begin(), bones.end()})) {}

  void tell() {
    if (has(HumanBone::kHips)) trunk();
    for (const auto& [side, bone] : {std::pair(Side::kLeft, HumanBone::kLeftUpperLeg),
                                     std::pair(Side::kRight, HumanBone::kRightUpperLeg)}) {
      limb(plan_.legs, side, bone);
    }
    for (const auto& [side, bone] : {std::pair(Side::kLeft, HumanBone::kLeftUpperArm),
                                     std::pair(Side::kRight, HumanBone::kRightUpperArm)}) {
      limb(plan_.arms, side, bone);
    }
    fingers();
    if (has(HumanBone::kHips)) parts();
  }

 private:
  [[nodiscard]] int at(HumanBone bone) const { return joint_[static_cast<std::size_t>(bone)]; }
  [[nodiscard]] bool has(HumanBone bone) const { return at(bone) >= 0; }

  /// The joints from `top`, which is not one of them, down to `bottom`, which is; none where that
  /// is not below.
  [[nodiscard]] std::vector<int> way_down(int top, int bottom) const {
    std::vector<int> way;
    int j = bottom;
    for (; j > top; j = skeleton_.parent(j)) way.insert(way.begin(), j);
    return j == top ? way : std::vector<int>{};
  }

  void trunk() {
    const int hips = at(HumanBone::kHips);
    plan_.anatomy.pelvis = hips;
    plan_.hips = hips;
    for (const HumanBone top : {HumanBone::kUpperChest, HumanBone::kChest, HumanBone::kSpine}) {
      if (!has(top)) continue;
      plan_.spine = way_down(hips, at(top));
      break;
    }
    if (!has(HumanBone::kHead)) return;
    plan_.head = at(HumanBone::kHead);
    plan_.anatomy.head = plan_.head;
    plan_.neck = way_down(plan_.chest(), plan_.head);
    if (!plan_.neck.empty()) plan_.neck.pop_back();
  }

  /// Upper bone, lower bone, end, and of a leg the toes, from `upper` on.
  void limb(std::vector<LimbPlan>& limbs, Side side, HumanBone upper) {
    LimbPlan told{side, {}, at(upper), at(after(upper, 1)), at(after(upper, 2))};
    if (told.upper < 0 || way_down(told.upper, told.middle).empty() ||
        way_down(told.middle, told.end).empty()) {
      return;
    }
    const bool is_leg = &limbs == &plan_.legs;
    int top = is_leg ? plan_.hips : plan_.chest();
    while (top > 0 && way_down(top, told.upper).empty()) top = skeleton_.parent(top);
    told.before = way_down(top, told.upper);
    if (!told.before.empty()) told.before.pop_back();
    const auto found = std::ranges::find(limbs, side, &LimbPlan::side);
    if (is_leg && has(after(upper, 3))) told.toe = at(after(upper, 3));
    if (found != limbs.end()) {
      if (is_leg && told.toe == Anatomy::kNone && found->end == told.end) told.toe = found->toe;
      *found = std::move(told);
    } else {
      limbs.insert(side == Side::kLeft ? limbs.begin() : limbs.end(), std::move(told));
    }
  }

  void fingers() {
    std::vector<int> told(plan_.finger.size(), Anatomy::kNone);
    bool any = false;
    for (const HumanBone thumb :
         {HumanBone::kLeftThumbMetacarpal, HumanBone::kRightThumbMetacarpal}) {
      for (int k = 0; k < 15; ++k) {
        const int joint = at(after(thumb, k));
        if (joint < 0) continue;
        told[joint] = k / 3;
        any = true;
      }
    }
    if (any) plan_.finger = std::move(told);
  }

  /// The parts of the told joints, and of what hangs from them.
  void parts() {
    Anatomy& anatomy = plan_.anatomy;
    const int hips = at(HumanBone::kHips);
    std::vector<Part> part(anatomy.part.size(), Part::kPlace);
    std::vector<Side> side(anatomy.side.size(), Side::kMiddle);
    const auto mark = [&](const std::vector<int>& joints, Part as, Side on) {
      for (const int j : joints) {
        part[j] = as;
        side[j] = on;
      }
    };
    mark({hips}, Part::kTorso, Side::kMiddle);
    mark(plan_.spine, Part::kTorso, Side::kMiddle);
    mark(plan_.neck, Part::kHead, Side::kMiddle);
    if (plan_.head != Anatomy::kNone) mark({plan_.head}, Part::kHead, Side::kMiddle);
    for (const auto* limbs : {&plan_.legs, &plan_.arms}) {
      const Part as = limbs == &plan_.legs ? Part::kLeg : Part::kArm;
      for (const LimbPlan& limb : *limbs) {
        mark(limb.before, as, limb.side);
        mark(way_down(skeleton_.parent(limb.upper), limb.end), as, limb.side);
      }
    }
    for (int j = hips + 1; j < skeleton_.joints(); ++j) {
      const int up = skeleton_.parent(j);
      if (part[j] != Part::kPlace || part[up] == Part::kPlace) continue;
      part[j] = part[up] == Part::kTorso ? Part::kOther : part[up];
      side[j] = part[up] == Part::kTorso ? anatomy.side[j] : side[up];
    }
    anatomy.part = std::move(part);
    anatomy.side = std::move(side);
  }

  BodyPlan& plan_;
  const Skeleton& skeleton_;
  std::vector<int> joint_;  ///< of each bone
};

}  // namespace

BodyPlan body_plan_of(const Skeleton& skeleton, ToldBones bones) {
  BodyPlan plan = body_plan_of(skeleton);
  if (!bones.empty()) Telling(plan, skeleton, bones).tell();
  return plan;
}

}  // namespace poseaae::retarget
