#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "poseaae/core/random.hpp"
#include "poseaae/training/engine.hpp"

namespace poseaae::training {

/// Where in a run we are, down to the batch: with the engine's state, all that the rest depends on.
struct Progress {
  int epochs_done = 0;
  std::vector<std::int32_t> order;  ///< of the training poses in the epoch under way
  std::size_t next = 0;             ///< place in `order` where the next batch begins
  Losses sums;                      ///< over the batches of the epoch so far
  int batches = 0;
  double epoch_seconds = 0.0;  ///< spent on the epoch under way
  double best_test_loss = std::numeric_limits<double>::infinity();
  int best_epoch = 0;
  std::string random_state;
};

/// state.h5, written whole or not at all. @throws OutputError
void save_checkpoint(const std::filesystem::path& path, const Progress& progress,
                     const Engine& engine);
/// @throws InputError, ModelError: missing, damaged, or of another architecture or data set
[[nodiscard]] Progress load_checkpoint(const std::filesystem::path& path, Engine& engine,
                                       std::size_t train_poses);

}  // namespace poseaae::training
