#pragma once

#include "poseaae/model/network.hpp"

namespace poseaae::model {

/// The numbers in which networks see rotations: unit quaternions (B, 4J) as they are, or as the
/// first two columns of their matrices (B, 6J).
[[nodiscard]] Batch features_of_rotations(const Batch& poses, RotationForm form);
/// Back to unit quaternions (B, 4J), of any numbers: quaternions are brought to length 1 (the zero
/// quaternion becomes 1), columns to a frame by Gram-Schmidt.
[[nodiscard]] Batch rotations_of_features(const Batch& numbers, RotationForm form);

}  // namespace poseaae::model
