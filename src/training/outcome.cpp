#include "outcome.hpp"

#include <cmath>
#include <filesystem>

#include "poseaae/codec/model_file.hpp"

namespace poseaae::training {

namespace {

PoseError error_of(const codec::PoseAutoencoder& model, const Batch& poses) {
  return pose_error(model.format(), poses,
                    model.format().features_of(model.decode(model.encode(poses))));
}

void measure_best(const RunFolder& folder, const Progress& progress, const Batch& poses,
                  Outcome& result) {
  if (progress.best_epoch == 0 || !std::filesystem::exists(folder.best())) return;
  result.best_epoch = progress.best_epoch;
  result.best_test_loss = progress.best_test_loss;
  result.best_held_out = progress.best_epoch == progress.epochs_done
                             ? result.held_out
                             : error_of(codec::load_model(folder.best()), poses);
}

void measure_encodings(const Eigen::MatrixXd& latents, Outcome& result) {
  result.latent_mean = latents.colwise().mean();
  const Eigen::MatrixXd centred = latents.rowwise() - result.latent_mean.transpose();
  result.latent_std = centred.array().square().colwise().mean().sqrt().matrix();
}

}  // namespace

Outcome outcome_of(const Session& session, const RunFolder& folder, const Progress& progress,
                   objective::Engine& engine) {
  const Batch poses = session.test().copy();
  Outcome result;
  result.epochs = progress.epochs_done;
  result.last_test_loss =
      progress.tested_epoch == progress.epochs_done ? progress.test_loss : std::nan("");
  result.held_out = reconstruction_error(engine, session.format, session.test());
  measure_best(folder, progress, poses, result);
  measure_encodings(codec::load_model(folder.last()).encode(poses).cast<double>(), result);
  return result;
}

}  // namespace poseaae::training
