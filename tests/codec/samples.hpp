#pragma once

#include <cstdint>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::codec::test {

/// An untrained model of a hip, a leg and an arm (J = 3, P = 12) with Z = 2, in which every stored
/// fact differs from its default.
[[nodiscard]] ModelData sample_data(std::uint64_t seed = 1);

/// The model's poses with another reference pose; empty: none.
void set_reference(ModelData& data, std::vector<float> reference);

/// (B, 4J) random unit quaternions.
[[nodiscard]] Batch random_poses(Random& random, int rows, int joints);

/// (B, columns) standard normal numbers.
[[nodiscard]] Batch random_batch(Random& random, int rows, int columns);

/// Every fact of two models, compared bit for bit.
[[nodiscard]] bool same_facts(const ModelData& a, const ModelData& b);

}  // namespace poseaae::codec::test
