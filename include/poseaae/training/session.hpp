#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/dataset/split.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/objective/engine.hpp"
#include "poseaae/training/augmentation.hpp"
#include "poseaae/training/config.hpp"

namespace poseaae::training {

/// A configuration with its data, which are read, split and of consistent sign, and the initial
/// networks.
struct Session {
  Config config;
  dataset::PoseDataset data;
  /// Of poses: rows of `data`. Of windows: the frames at which they begin.
  dataset::Split split;
  /// What a row is that a model learns from; with a reference pose for SignRule::kCanonical.
  codec::PoseFormat format;
  std::vector<std::string> warnings;
  std::optional<Augmentation> augmentation{};  ///< of the training rows
  Batch window_frames{};                       ///< (N, P / W) of windows, instead of `data.poses`

  /// The frames that rows are made of: `data.poses`, or those of windows.
  [[nodiscard]] const Batch& frames() const { return format.window() ? window_frames : data.poses; }
  /// Rows that begin at these frames.
  [[nodiscard]] BatchRows rows(std::span<const int> which) const {
    return {frames(), which, format.shape().frames};
  }
  /// The training rows and the held-out ones.
  [[nodiscard]] BatchRows train() const { return rows(split.train); }
  [[nodiscard]] BatchRows test() const { return rows(split.test); }
  /// The first frame of each training row.
  [[nodiscard]] BatchRows train_frames() const { return {frames(), split.train}; }

  /// At most 25,000 of the training poses or 3,000 of the windows, evenly spread, with their mirror
  /// images if training uses these.
  [[nodiscard]] Batch sample() const;
  [[nodiscard]] objective::EngineSetup engine_setup() const;
  /// SHA-256 of the training poses: a saved state can be resumed only with the same poses.
  [[nodiscard]] std::string data_hash() const;
  /// A model of these networks, with the statistics of `train_latents` (N_train, Z), the encodings
  /// of the training poses, or of where the map of `space`, fitted to these, takes them.
  [[nodiscard]] codec::PoseAutoencoder make_model(
      objective::Networks networks, Batch train_latents, const std::string& engine_description,
      LatentSpace space = LatentSpace::kEncodings) const;

 private:
  /// Rows of split.train whose window another row's follows, one hop later in its clip.
  [[nodiscard]] codec::Followers followers() const;
};

/// @throws InputError, ParseError, UsageError, ConfigError
[[nodiscard]] Session prepare(const Config& config);

/// The same for poses of a model. @throws UsageError also when they are not the model's
[[nodiscard]] Session prepare(const Config& config, const codec::PoseAutoencoder& model);

}  // namespace poseaae::training
