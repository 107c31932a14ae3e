#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "poseaae/objective/engine.hpp"
#include "poseaae/training/evaluation.hpp"
#include "poseaae/training/run_folder.hpp"
#include "poseaae/training/session.hpp"

namespace poseaae::training {

/// Result of a finished run: what its two models are worth. The encodings and the poses that errors
/// are about are the held-out ones.
struct Outcome {
  int epochs = 0;               ///< done, after which last.safetensors was written
  double last_test_loss = 0.0;  ///< of last.safetensors; NaN where its epoch was not tested
  PoseError held_out;           ///< of last.safetensors
  int best_epoch = 0;           ///< after which best.safetensors was written; 0: there is none
  double best_test_loss = 0.0;
  PoseError best_held_out;      ///< of best.safetensors
  Eigen::VectorXd latent_mean;  ///< (Z) of last.safetensors's encodings
  Eigen::VectorXd latent_std;   ///< (Z)
};

/// The columns of history.csv with their values in one epoch, NaN where one was not measured.
using EpochValues = std::vector<std::pair<std::string, double>>;

struct TrainOptions {
  bool quiet = false;  ///< no progress bar and no line per epoch on stderr; log.txt has the lines
  /// Called after each epoch, when its results are in the run folder. Whatever it throws ends the
  /// run, which is saved first.
  std::function<void(const EpochValues&)> each_epoch{};
};

/// The training loop: epochs, shuffling, tests, histories, checkpoints, previews, written to the
/// run folder as it goes, which no other process can use meanwhile. A Ctrl-C (base/interrupt.hpp)
/// saves the exact state and throws Interrupted.
/// @throws TrainingError when training diverges: a loss or an encoding that is not finite, with
/// epoch, step and term; the last good checkpoint is kept. Without one, a run that was to be
/// overwritten is restored.
/// @throws UsageError when another process trains in the folder
/// @throws ConfigError for a resumed run of fewer epochs than are begun, or of a key that may not
/// change. @throws OutputError, Interrupted
Outcome train(const Session& session, const RunFolder& folder,
              const objective::EngineFactory& make_engine, const TrainOptions& options = {});

}  // namespace poseaae::training
