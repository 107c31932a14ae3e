#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/mocap/humanoid.hpp"
#include "poseaae/mocap/skeleton.hpp"

/// Motion of one body on another.
namespace poseaae::retarget {

/// Two long bones in a row with what is before and behind them: of an arm, collar bones, upper arm,
/// forearm and hand; of a leg, what is between pelvis and thigh, thigh, shin, foot and toes.
struct LimbPlan {
  mocap::Side side = mocap::Side::kMiddle;
  std::vector<int> before{};  ///< from the trunk down to `upper`, which is not one of them
  int upper = 0;              ///< the joint that turns the first long bone
  int middle = 0;             ///< elbow, knee
  int end = 0;                ///< wrist, ankle
  /// Of a leg, the joint on which the toes turn, if there is one.
  int toe = mocap::Anatomy::kNone;
};

/// The chains of a body, from mocap::anatomy_of(), footing::feet_of() and, in arms, names: the same
/// parts in every skeleton, whatever its joints are called and however many there are.
///
/// Of the joints of an arm, upper arm, elbow and wrist are those whose names say so. Where they do
/// not, the two long bones are forearm and upper arm: as long as each other, most of the arm, and
/// followed by a hand of 0.7 forearms.
struct BodyPlan {
  mocap::Anatomy anatomy;
  int hips = 0;                      ///< the joint from which the legs hang
  std::vector<int> spine{};          ///< from the pelvis, not one of them, up to the chest
  std::vector<int> neck{};           ///< between chest and head
  int head = mocap::Anatomy::kNone;  ///< the joint that turns the skull
  std::vector<LimbPlan> arms{};      ///< left before right
  std::vector<LimbPlan> legs{};      ///< likewise
  /// J: the finger that a joint belongs to, 0 the thumb to 4 the little one; kNone for others.
  std::vector<int> finger{};

  /// From where the arms and the neck branch off: the last of `spine`, or the pelvis.
  [[nodiscard]] int chest() const { return spine.empty() ? anatomy.pelvis : spine.back(); }
};
[[nodiscard]] BodyPlan body_plan_of(const mocap::Skeleton& skeleton);

/// J: the bone of a human body that a file says each joint is, as a VRM does; empty where it says
/// nothing.
using ToldBones = std::span<const std::optional<mocap::HumanBone>>;

/// The same, with the told bones in place of what is found, whatever the joints are called, and
/// whatever hangs beside them, such as hair and skirts. Limbs that are not told whole, and a trunk
/// without hips, are as found; fingers are as told where there is one.
[[nodiscard]] BodyPlan body_plan_of(const mocap::Skeleton& skeleton, ToldBones bones);

/// The finger that a name states ("LeftHandIndex1", "f_ring.02.L", "Bip01 L Finger01", "左人指１"):
/// 0 the thumb to 4 the little finger. None where it is the name of no finger, or of a bone of the
/// palm.
[[nodiscard]] std::optional<int> finger_of_name(std::string_view name);

/// A joint that carries a share of a limb's twist and no movement of its own ("LeftForeArmTwist",
/// "Bip01 L ForeTwist", "RightArmRoll", "左腕捩").
[[nodiscard]] bool names_twist(std::string_view name);

/// What is left of a joint's name without marks of its side, prefixes up to a colon, separators and
/// capitals: "mixamorig:LeftForeArm", "forearm_l" and "ForeArm.L" are "forearm".
[[nodiscard]] std::string bare_name(std::string_view name);

}  // namespace poseaae::retarget
