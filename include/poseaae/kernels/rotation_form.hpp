#pragma once

#include <cstddef>

namespace poseaae::kernels {

/// The numbers in which networks see a joint's rotation.
///
/// kQuaternion: w x y z. kSixD: the first two columns of the rotation matrix; any six numbers
/// become a rotation by Gram-Schmidt, b1 = a1 / |a1|, b2 = (a2 - (b1 . a2) b1) / |...|,
/// b3 = b1 x b2. Continuous, and without two names for one rotation (Zhou et al. 2019, "On the
/// Continuity of Rotation Representations in Neural Networks", section 4).
enum class RotationForm { kQuaternion, kSixD };

/// How many they are.
[[nodiscard]] constexpr std::size_t features_of(RotationForm form) {
  return form == RotationForm::kQuaternion ? 4 : 6;
}

}  // namespace poseaae::kernels
