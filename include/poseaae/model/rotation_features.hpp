#pragma once

#include "poseaae/math/batch.hpp"
#include "poseaae/model/network.hpp"

namespace poseaae::model {

/// Features of unit quaternions (B, 4J) for the networks: the quaternions themselves, or the first
/// two columns of their matrices (B, 6J).
[[nodiscard]] Batch features_of_rotations(const Batch& poses, RotationForm form);
/// Unit quaternions (B, 4J) of arbitrary features: quaternions are normalised (the zero quaternion
/// becomes the identity), columns are made orthonormal by Gram-Schmidt.
[[nodiscard]] Batch rotations_of_features(const Batch& features, RotationForm form);

}  // namespace poseaae::model
