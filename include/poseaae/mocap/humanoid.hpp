#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "poseaae/base/names.hpp"
#include "poseaae/mocap/anatomy.hpp"

namespace poseaae::mocap {

/// The bones of a human body, as VRM 1.0 knows them. A bone is the joint that it turns about:
/// kLeftLowerArm is the left elbow. A parent comes before its children.
enum class HumanBone : std::uint8_t {
  kHips,
  kSpine,
  kChest,
  kUpperChest,
  kNeck,
  kHead,
  kLeftEye,
  kRightEye,
  kJaw,
  kLeftUpperLeg,
  kLeftLowerLeg,
  kLeftFoot,
  kLeftToes,
  kRightUpperLeg,
  kRightLowerLeg,
  kRightFoot,
  kRightToes,
  kLeftShoulder,
  kLeftUpperArm,
  kLeftLowerArm,
  kLeftHand,
  kRightShoulder,
  kRightUpperArm,
  kRightLowerArm,
  kRightHand,
  kLeftThumbMetacarpal,
  kLeftThumbProximal,
  kLeftThumbDistal,
  kLeftIndexProximal,
  kLeftIndexIntermediate,
  kLeftIndexDistal,
  kLeftMiddleProximal,
  kLeftMiddleIntermediate,
  kLeftMiddleDistal,
  kLeftRingProximal,
  kLeftRingIntermediate,
  kLeftRingDistal,
  kLeftLittleProximal,
  kLeftLittleIntermediate,
  kLeftLittleDistal,
  kRightThumbMetacarpal,
  kRightThumbProximal,
  kRightThumbDistal,
  kRightIndexProximal,
  kRightIndexIntermediate,
  kRightIndexDistal,
  kRightMiddleProximal,
  kRightMiddleIntermediate,
  kRightMiddleDistal,
  kRightRingProximal,
  kRightRingIntermediate,
  kRightRingDistal,
  kRightLittleProximal,
  kRightLittleIntermediate,
  kRightLittleDistal
};
inline constexpr int kHumanBones = 55;

/// VRM's names: "hips", "leftUpperArm". In the order of the enumeration.
/// https://github.com/vrm-c/vrm-specification, VRMC_vrm-1.0, humanoid
[[nodiscard]] const Names<HumanBone>& human_bone_names();

/// The bone that a bone hangs from; hips: none.
[[nodiscard]] std::optional<HumanBone> parent_of(HumanBone bone);

/// Per joint, the bone of a human body that it is; none for places, twist bones, vertebrae between
/// two others, hair and props. No bone comes twice, and a bone's joint lies below that of the bone
/// it hangs from. Parts and sides are those of anatomy_of(). Within a limb, names tell ("LeftLeg",
/// "calf_l", "左ひざ"), and where they do not, the order of the joints and the lengths of the bones
/// between them. Fingers, eyes and the jaw are known by their names alone.
[[nodiscard]] std::vector<std::optional<HumanBone>> human_bones_of(const Skeleton& skeleton);
[[nodiscard]] std::vector<std::optional<HumanBone>> human_bones_of(const Skeleton& skeleton,
                                                                   const Anatomy& anatomy);

/// The joint of each bone, in the order of the enumeration; -1 where the skeleton lacks it.
[[nodiscard]] std::vector<int> joints_of_human_bones(
    const std::vector<std::optional<HumanBone>>& bones);

}  // namespace poseaae::mocap
