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

/// state.h5, written whole or not at all. `data_hash` tells the training poses apart
/// (Session::data_hash()). @throws OutputError
void save_checkpoint(const std::filesystem::path& path, const Progress& progress,
                     const Engine& engine, const std::string& data_hash);
/// @throws InputError, ModelError: missing, damaged, of another architecture or other data
[[nodiscard]] Progress load_checkpoint(const std::filesystem::path& path, Engine& engine,
                                       const std::string& data_hash);

}  // namespace poseaae::training
