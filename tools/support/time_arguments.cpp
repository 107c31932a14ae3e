#include "support/time_arguments.hpp"

#include <fmt/format.h>

#include <cmath>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/latent/smoothing.hpp"
#include "poseaae/latent_io/trajectory_table.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "support/run_tool.hpp"

namespace poseaae::tools {

TimeArguments::TimeArguments(CommandLine& app) {
  app.group("Time");
  app.add_option("--smooth HERTZ", smooth_hz_,
                 "Highest frequency to keep in the path, in hertz: 2 makes the motion flow, 0.5 "
                 "leaves only its outline (default: no smoothing)")
      ->between(1e-3, mocap::kMaxFps);
  app.add_option("--slow FACTOR", slow_,
                 "Factor by which to slow the motion down; below 1 it becomes faster (default: 1)")
      ->between(1e-3, 1e3);
  app.add_option("--fps-out FPS", fps_,
                 "Frame rate of the result in frames per second: 60 for a clip at 30 adds the "
                 "poses between its frames (default: unchanged)")
      ->between(1e-3, mocap::kMaxFps);
  app.add_option(
         "--diagnostics FILE", diagnostics_path_,
         "Print how the path moves, and write the speed, acceleration and distance from the mean "
         "of each frame to this .csv file, in standard deviations of the model's latents, and how "
         "rare its pose is, where the model has a flow")
      ->output();
  app.group();
}

void TimeArguments::check() const {
  if (diagnostics_path_.empty()) return;
  require_extension("--diagnostics", diagnostics_path_, ".csv");
  const AtomicFile probe(diagnostics_path_);
}

latent::LatentPath TimeArguments::retimed(latent::LatentPath path) const {
  if (slow_) path = latent::slow_motion(path, *slow_);
  if (fps_) path = latent::upsample(path, *fps_);
  return path;
}

session::Dancer TimeArguments::apply(session::Dancer dancer,
                                     const session::OpenModel& model) const {
  if (model.windowed()) {
    dancer.smooth_hz = smooth_hz_;
    if (slow_) dancer.path.fps /= *slow_;
    if (slow_ || fps_) dancer.fps = fps_.value_or(dancer.fps.value_or(model.motion_fps()));
    return dancer;
  }
  if (smooth_hz_) {
    const double lambda = latent::lambda_for_cutoff(*smooth_hz_, dancer.path.fps);
    dancer.path = latent::smooth(dancer.path, lambda);
    if (dancer.detail) dancer.detail = latent::smooth(*dancer.detail, lambda);
  }
  const auto retime = [this](const latent::LatentPath& path) { return retimed(path); };
  dancer.path = dancer.loops ? latent::over_seam(dancer.path, retime) : retime(dancer.path);
  if (dancer.detail) dancer.detail = retimed(std::move(*dancer.detail));
  return dancer;
}

void TimeArguments::report(session::OpenModel& model, const latent::LatentPath& path) const {
  if (diagnostics_path_.empty()) return;
  const auto diagnostics = latent::diagnose(latent::every_hop(path), model.space(), model.flow());
  write_file(diagnostics_path_, format_csv(latent::table_of(diagnostics)));
  fmt::print("wrote {} ({} frames)\n{}", diagnostics_path_, path.frames(),
             latent::format_diagnostics(diagnostics));
}

}  // namespace poseaae::tools
