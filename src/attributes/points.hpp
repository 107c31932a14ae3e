#pragma once

#include <optional>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/dataset/pose_dataset.hpp"

namespace poseaae::attributes {

/// What attributes are learned from.
struct Encoded {
  /// Of windows: the poses in their middle, one for each; of poses they are those gathered, and
  /// this is empty.
  std::optional<dataset::PoseDataset> data;
  Batch latents;  ///< (N, Z) of these
  /// Of windows, (frames, 4J): the rotations of all frames, whose tempo is measured; of poses,
  /// whose latents have it, empty.
  Batch rotations;
};

/// @throws UsageError when the poses are not the model's
[[nodiscard]] Encoded encoded(const codec::PoseAutoencoder& model,
                              const dataset::PoseDataset& gathered);

}  // namespace poseaae::attributes
