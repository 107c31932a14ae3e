#include "poseaae/objective/engine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/objective/engine_plugin.hpp"
#include "poseaae/objective/room_positions.hpp"
#include "poseaae/objective/slices.hpp"

namespace poseaae::objective {

TermValues::TermValues(std::size_t count, double value) : size_(count) {
  if (count > kMaxLossTerms) {
    throw Error(fmt::format("at most {} loss terms, found {}", kMaxLossTerms, count));
  }
  std::fill(begin(), end(), value);
}

TermValues::TermValues(std::initializer_list<double> values) : TermValues(values.size(), 0.0) {
  std::copy(values.begin(), values.end(), begin());
}

const Batch StepInput::kNoRows;

void StepInput::check(Eigen::Index latent, bool gaussian) const {
  const auto fit = [&](const char* what, const Rows& rows, Eigen::Index count) {
    if (rows.rows() == 0 || (rows.rows() == count && rows.cols() == latent)) return;
    throw Error(fmt::format("a step's {}: expected {} rows of {} numbers, found {} of {}", what,
                            count, latent, rows.rows(), rows.cols()));
  };
  fit("samples of the prior", prior, recorded);
  if (gaussian) fit("noise", noise, poses.rows());
  if (recorded < 1 || recorded > poses.rows()) {
    throw Error(
        fmt::format("a step's recorded poses: expected 1 to {}, found {}", poses.rows(), recorded));
  }
}

void EngineSetup::check() const {
  const auto fit = [](const char* what, int expected, int found) {
    if (expected == found) return;
    throw TrainingError(
        fmt::format("an engine's {}: expected {}, found {}", what, expected, found));
  };
  fit("joints of a row", skeleton.joints(), rows.joints);
  fit("inputs of the encoder", rows.features(objective.rotation), initial.encoder.inputs());
  fit("outputs of the decoder", rows.features(objective.rotation), initial.decoder.outputs());
  if (const nn::Network& judge = initial.pose_discriminator; !judge.layers().empty()) {
    const auto frames = spread_frames(static_cast<std::size_t>(rows.frames), kComparedFrames);
    fit("inputs of the discriminator of poses (positions of joints)",
        3 * skeleton.joints() * static_cast<int>(frames.size()), judge.inputs());
  } else if (const auto* term = lacking_term(
                 objective.weights, [](const LossTerm& any) { return !any.judges_poses; })) {
    throw TrainingError(
        fmt::format("the loss '{}' needs a discriminator of poses, found none", term->name));
  }
  fit("joints of contacts", rows.travels ? rows.contacts : 0,
      static_cast<int>(std::ssize(objective.contact_joints)));
  if (!objective.frame_weights.empty()) {
    fit("weights of frames", rows.frames, static_cast<int>(std::ssize(objective.frame_weights)));
  }
  if (rows.frames > 1 && !rows.travels) {
    throw TrainingError("an engine's rows: expected windows with their root, found frames without");
  }
  if (rows.travels && objective.form.poses == kernels::PoseLossForm::kNumbers) {
    throw TrainingError(
        "the tutorial's losses are those of single poses; use preset: corrected or best for "
        "windows of frames");
  }
  if (rows.travels) return;
  const auto* term =
      lacking_term(objective.weights, [](const LossTerm& any) { return !any.of_windows; });
  if (term != nullptr) {
    throw TrainingError(fmt::format(
        "the loss '{0}' is one of windows with root and contacts, found poses; use losses.{0}=0",
        term->name));
  }
}

Engine::~Engine() = default;

void check_interface(const EnginePlugin& plugin) {
  if (plugin.interface_number == kEngineInterface) return;
  throw TrainingError(
      fmt::format("the engine's library has interface {}, this program needs {}; install both "
                  "from one version",
                  plugin.interface_number, kEngineInterface));
}

}  // namespace poseaae::objective
