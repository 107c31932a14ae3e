#pragma once

#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/diffusion/train.hpp"

namespace poseaae::diffusion {

/// Consecutive poses of one clip.
struct Stretch {
  int clip = 0;   ///< of the dataset
  int first = 0;  ///< row of the dataset
  int frames = 0;
};

/// The stretches that make up some rows of a dataset (ascending).
[[nodiscard]] std::vector<Stretch> stretches_of(const dataset::PoseDataset& data,
                                                const std::vector<int>& rows);

/// The frames of rows of a format (training::Session::split), ascending: of windows, all of those
/// that begin at `rows`.
[[nodiscard]] std::vector<int> frames_of_rows(const dataset::PoseDataset& data,
                                              const std::vector<int>& rows,
                                              const codec::PoseFormat& format);

/// The values of a tag over all clips, ascending; no labels for the key "".
/// @throws UsageError with the tags that exist when no clip has it
[[nodiscard]] LabelSet labels_of(const dataset::PoseDataset& data, const std::string& key);

/// The stretches encoded, each with its clip's label. Of windows, `rows` are the frames at which
/// they begin, as in training::Session::split; a stretch then becomes `hop` paths, which begin one
/// frame after another, so that every window counts. @throws UsageError
[[nodiscard]] Corpus encode_corpus(const codec::PoseAutoencoder& model,
                                   const dataset::PoseDataset& data, const std::vector<int>& rows,
                                   const LabelSet& labels);

}  // namespace poseaae::diffusion
