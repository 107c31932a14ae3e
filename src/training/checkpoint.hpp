#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "poseaae/base/random.hpp"
#include "poseaae/objective/engine.hpp"

namespace poseaae::training {

/// Progress of a run, down to the batch. Together with the engine's state it determines the rest of
/// the run.
struct Progress {
  int epochs_done = 0;
  std::vector<std::int32_t> order;  ///< of the training poses in the current epoch
  std::size_t next = 0;             ///< index in `order` where the next batch begins
  objective::Losses sums;           ///< over the batches of the current epoch
  int batches = 0;
  double epoch_seconds = 0.0;  ///< spent on the current epoch
  double best_test_loss = std::numeric_limits<double>::infinity();
  int best_epoch = 0;
  std::string random_state;
};

/// Writes state.h5, atomically. `data_hash` identifies the training poses (Session::data_hash()).
/// @throws OutputError
void save_checkpoint(const std::filesystem::path& path, const Progress& progress,
                     const objective::Engine& engine, const std::string& data_hash);
/// @throws InputError, ModelError: missing, damaged, of another architecture or other data
[[nodiscard]] Progress load_checkpoint(const std::filesystem::path& path, objective::Engine& engine,
                                       const std::string& data_hash);

}  // namespace poseaae::training
