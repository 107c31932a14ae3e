#include "support/time_arguments.hpp"

#include <fmt/format.h>

#include <cmath>

#include "poseaae/core/atomic_file.hpp"
#include "poseaae/core/error.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/latent/smoothing.hpp"
#include "poseaae/latent/trajectory.hpp"

namespace poseaae::tools {

TimeArguments::TimeArguments(CommandLine& app) {
  const char* group = "Time";
  app.add_option("--smooth", smooth_hz_,
                 "Take out of the path what moves faster than this, in hertz (2 makes it flow, 0.5 "
                 "leaves its outline)")
      ->type_name("HERTZ")
      ->group(group);
  app.add_option("--slow", slow_, "Slow motion, times as slow; below 1 faster")
      ->type_name("FACTOR")
      ->group(group);
  app.add_option("--fps-out", fps_,
                 "Frames per second of the result: 60 of a clip of 30 shows the moments between "
                 "its frames (default: the clip's)")
      ->type_name("FPS")
      ->group(group);
  app.add_option("--diagnostics", diagnostics_path_,
                 "Say how the path moves, and write speed, acceleration and distance from the "
                 "mean of each frame, in standard deviations of the model's latents (.csv)")
      ->type_name("FILE")
      ->group(group);
}

void TimeArguments::check() const {
  const auto positive = [](const char* option, const std::optional<double>& value) {
    if (value && !(*value > 0.0 && std::isfinite(*value))) {
      throw UsageError(fmt::format("{}: expected a number above 0, found {}", option, *value));
    }
  };
  positive("--smooth", smooth_hz_);
  positive("--slow", slow_);
  positive("--fps-out", fps_);
  if (diagnostics_path_.empty()) return;
  if (!diagnostics_path_.ends_with(".csv")) {
    throw UsageError(fmt::format("--diagnostics: expected a name that ends in .csv, found '{}'",
                                 diagnostics_path_));
  }
  const AtomicFile probe(diagnostics_path_);
}

latent::LatentPath TimeArguments::retimed(latent::LatentPath path) const {
  if (slow_) path = latent::slow_motion(path, *slow_);
  if (fps_) path = latent::upsample(path, *fps_);
  return path;
}

TitledPath TimeArguments::apply(TitledPath titled) const {
  if (smooth_hz_) {
    const double lambda = latent::lambda_for_cutoff(*smooth_hz_, titled.path.fps);
    titled.path = latent::smooth(titled.path, lambda);
    if (titled.detail) titled.detail = latent::smooth(*titled.detail, lambda);
  }
  const auto retime = [this](const latent::LatentPath& path) { return retimed(path); };
  titled.path = titled.loops ? latent::over_seam(titled.path, retime) : retime(titled.path);
  if (titled.detail) titled.detail = retimed(std::move(*titled.detail));
  return titled;
}

void TimeArguments::report(const model::PoseAutoencoder& model,
                           const latent::LatentPath& path) const {
  if (diagnostics_path_.empty()) return;
  const auto diagnostics = latent::diagnose(path, latent::LatentGaussian(model.latent()));
  write_file(diagnostics_path_, format_csv(diagnostics.table()));
  fmt::print("wrote {} ({} frames)\n{}", diagnostics_path_, path.frames(),
             latent::format_diagnostics(diagnostics));
}

}  // namespace poseaae::tools
