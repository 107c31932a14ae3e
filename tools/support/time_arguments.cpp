#include "support/time_arguments.hpp"

#include <fmt/format.h>

#include <cmath>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/latent/smoothing.hpp"
#include "poseaae/latent/trajectory.hpp"
#include "poseaae/render/output.hpp"

namespace poseaae::tools {

TimeArguments::TimeArguments(CommandLine& app) {
  const char* group = "Time";
  app.add_option("--smooth", smooth_hz_,
                 "Highest frequency to keep in the path, in hertz: 2 makes the motion flow, 0.5 "
                 "leaves only its outline (default: no smoothing)")
      ->type_name("HERTZ")
      ->positive()
      ->group(group);
  app.add_option("--slow", slow_,
                 "Factor by which to slow the motion down; below 1 it becomes faster (default: 1)")
      ->type_name("FACTOR")
      ->positive()
      ->group(group);
  app.add_option("--fps-out", fps_,
                 "Frame rate of the result in frames per second: 60 for a clip at 30 adds the "
                 "poses between its frames (default: unchanged)")
      ->type_name("FPS")
      ->positive()
      ->group(group);
  app.add_option(
         "--diagnostics", diagnostics_path_,
         "Print how the path moves, and write the speed, acceleration and distance from the mean "
         "of each frame to this .csv file, in standard deviations of the model's latents")
      ->type_name("FILE")
      ->output()
      ->group(group);
}

void TimeArguments::check() const {
  if (!diagnostics_path_.empty()) {
    render::check_output(diagnostics_path_, {render::Content::kTable});
  }
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

void TimeArguments::report(const codec::PoseAutoencoder& model,
                           const latent::LatentPath& path) const {
  if (diagnostics_path_.empty()) return;
  const auto diagnostics = latent::diagnose(path, latent::LatentGaussian(model.latent()));
  write_file(diagnostics_path_, format_csv(diagnostics.table()));
  fmt::print("wrote {} ({} frames)\n{}", diagnostics_path_, path.frames(),
             latent::format_diagnostics(diagnostics));
}

}  // namespace poseaae::tools
