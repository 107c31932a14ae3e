#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::mocap {

enum class Side { kMiddle, kLeft, kRight };

/// kPlace: joints above the body, which say where in the room it is, and what else hangs there,
/// such as a camera. kTorso: from the pelvis to the chest. kHead: neck, head, and what is on them.
/// kArm: shoulders to fingers. kLeg: hips to toes. kOther: tails, wings, things held in a hand.
enum class Part { kPlace, kTorso, kHead, kArm, kLeg, kOther };

/// What each joint of a skeleton is, from the tree, the rest pose and, where they help, the names.
///
/// Two branches below one joint, or below two partners, are partners if they are mirror images of
/// each other: their joints have the same places in the tree, their bones are as long as each
/// other, and where they begin at a joint in the middle, a plane lies between them. Names that
/// differ in left and right alone, in one of many languages, decide between several such branches,
/// and pair branches that are less alike, as long as no plane speaks against it.
///
/// A skeleton may be in any unit and have any axis up; its rest pose may have all bones along one
/// axis. Then the tree and the names decide alone.
struct Anatomy {
  static constexpr int kNone = -1;

  std::vector<Side> side;  ///< per joint
  std::vector<Part> part;  ///< per joint
  /// Per joint: its mirror image; the joint itself in the middle; kNone for a joint that has no
  /// counterpart, such as a sword in one hand.
  std::vector<int> partner;
  int pelvis = 0;         ///< where the body begins
  int head = kNone;       ///< the joint that turns the skull
  std::vector<int> feet;  ///< the last joint of each leg
  /// Why there are no mirror images of this skeleton, in a line that ends without a full stop; ""
  /// where there are.
  std::string why_no_mirror;
};
[[nodiscard]] Anatomy anatomy_of(const Skeleton& skeleton);

/// The side that a joint's name states by itself ("LeftUpLeg", "UpperArm_L", "LHipJoint",
/// "mixamorig:RightHand", "Bip01 R Thigh", "linker Arm"); kMiddle when it states none. A single
/// letter before a number is none: "L5" is a vertebra.
[[nodiscard]] Side side_of_name(std::string_view name);

}  // namespace poseaae::mocap
