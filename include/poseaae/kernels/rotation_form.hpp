#pragma once

#include <cstddef>

namespace poseaae::kernels {

/// The features that represent a joint's rotation to the networks.
///
/// kQuaternion: w x y z. kSixD: the first two columns of the rotation matrix; any six numbers
/// give a rotation by Gram-Schmidt, b1 = a1 / |a1|, b2 = (a2 - (b1 . a2) b1) / |...|,
/// b3 = b1 x b2. It is continuous, and unique for each rotation (Zhou et al. 2019, "On the
/// Continuity of Rotation Representations in Neural Networks", section 4).
enum class RotationForm { kQuaternion, kSixD };

/// Number of features per joint.
[[nodiscard]] constexpr std::size_t features_of(RotationForm form) {
  return form == RotationForm::kQuaternion ? 4 : 6;
}

/// Rows of a panel of the unit quaternions of so many joints.
[[nodiscard]] constexpr std::size_t quaternion_rows(std::size_t joints) {
  return features_of(RotationForm::kQuaternion) * joints;
}

}  // namespace poseaae::kernels
