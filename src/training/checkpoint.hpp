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
  /// The last epoch that was tested, and its test loss. Patience is asked about after tests alone.
  int tested_epoch = kUnknown;
  double test_loss = std::numeric_limits<double>::quiet_NaN();
  std::int64_t steps = 0;  ///< of the engine, over all epochs
  std::string random_state;

  static constexpr int kUnknown = -1;  ///< in states of older versions
};

/// What a state belongs to.
struct Origin {
  std::string data_hash;  ///< of the training poses (Session::data_hash())
  std::string config;     ///< the run's configuration, as print() writes it
};

/// Writes state.h5, atomically. @throws OutputError
void save_checkpoint(const std::filesystem::path& path, const Progress& progress,
                     const objective::Engine& engine, const Origin& origin);
/// The configuration that the state was saved with; "" in states of older versions.
/// @throws InputError, ModelError
[[nodiscard]] std::string saved_config(const std::filesystem::path& path);
/// @throws InputError, ModelError: missing, damaged, of another architecture or other data
[[nodiscard]] Progress load_checkpoint(const std::filesystem::path& path, objective::Engine& engine,
                                       const std::string& data_hash);

}  // namespace poseaae::training
