#pragma once

#include <string>
#include <vector>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/dataset/split.hpp"
#include "poseaae/model/pose_autoencoder.hpp"
#include "poseaae/training/config.hpp"
#include "poseaae/training/engine.hpp"

namespace poseaae::training {

/// A configuration made concrete: data read, split and signed, networks drawn.
struct Session {
  Config config;
  dataset::PoseDataset data;
  dataset::Split split;
  Batch train;                        ///< (N_train, P)
  Batch test;                         ///< (N_test, P)
  std::vector<float> reference_pose;  ///< J x 4 with SignRule::kCanonical, empty otherwise
  std::vector<std::string> warnings;

  [[nodiscard]] EngineSetup engine_setup() const;
  /// A model of these networks, with the statistics of `train_latents` (N_train, Z).
  [[nodiscard]] model::PoseAutoencoder make_model(const Networks& networks,
                                                  const Batch& train_latents,
                                                  const std::string& engine_description) const;
};

/// @throws InputError, ParseError, UsageError, ConfigError
[[nodiscard]] Session prepare(const Config& config);

}  // namespace poseaae::training
