#pragma once

#include "poseaae/training/engine.hpp"
#include "poseaae/training/evaluation.hpp"
#include "poseaae/training/run_folder.hpp"
#include "poseaae/training/session.hpp"

namespace poseaae::training {

/// What a finished run came to.
struct Outcome {
  int epochs = 0;
  int best_epoch = 0;
  double best_test_loss = 0.0;
  PoseError held_out;           ///< of last.h5, on the held-out poses
  Eigen::VectorXd latent_mean;  ///< (Z) of the encodings of the held-out poses
  Eigen::VectorXd latent_std;   ///< (Z)
};

struct TrainOptions {
  bool quiet = false;  ///< no bar and no line per epoch on stderr; log.txt has them
};

/// The loop: epochs, shuffling, tests, histories, checkpoints, previews. The run folder follows as
/// it goes; a Ctrl-C (core/interrupt.hpp) saves the exact place and throws Interrupted.
/// @throws TrainingError on a non-finite loss, naming epoch, step and term; the last good
/// checkpoint stays. @throws OutputError, Interrupted
Outcome train(const Session& session, const RunFolder& folder, const EngineFactory& make_engine,
              const TrainOptions& options = {});

}  // namespace poseaae::training
