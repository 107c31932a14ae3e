#pragma once

#include "poseaae/objective/engine.hpp"
#include "poseaae/training/evaluation.hpp"
#include "poseaae/training/run_folder.hpp"
#include "poseaae/training/session.hpp"

namespace poseaae::training {

/// Result of a finished run.
struct Outcome {
  int epochs = 0;
  int best_epoch = 0;
  double best_test_loss = 0.0;
  PoseError held_out;           ///< of last.h5, on the held-out poses
  Eigen::VectorXd latent_mean;  ///< (Z) of the encodings of the held-out poses
  Eigen::VectorXd latent_std;   ///< (Z)
};

struct TrainOptions {
  bool quiet = false;  ///< no progress bar and no line per epoch on stderr; log.txt has the lines
};

/// The training loop: epochs, shuffling, tests, histories, checkpoints, previews, written to the
/// run folder as it goes. A Ctrl-C (base/interrupt.hpp) saves the exact state and throws
/// Interrupted.
/// @throws TrainingError on a non-finite loss, naming epoch, step and term; the last good
/// checkpoint is kept. Without one, a run that was to be overwritten is restored. @throws
/// ConfigError for a resumed run of fewer epochs than are done. @throws OutputError, Interrupted
Outcome train(const Session& session, const RunFolder& folder,
              const objective::EngineFactory& make_engine, const TrainOptions& options = {});

}  // namespace poseaae::training
