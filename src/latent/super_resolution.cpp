#include "poseaae/latent/super_resolution.hpp"

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/detail.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/mocap/edit.hpp"

namespace poseaae::latent {

namespace {

/// Root positions at another rate along the spline; about the first, since that works on floats.
Batch root_steps(const mocap::Motion& motion, double fps) {
  Batch steps(motion.frames(), 3);
  for (int t = 0; t < motion.frames(); ++t) {
    steps.row(t) = (motion.root_position(t) - motion.root_position(0)).transpose().cast<float>();
  }
  return upsample({steps, motion.fps()}, fps).points;
}

}  // namespace

mocap::Motion super_resolve(const codec::PoseAutoencoder& model, const mocap::Motion& motion,
                            double fps, const SuperResolutionOptions& options) {
  if (motion.frames() == 0)
    throw UsageError("super-resolution: expected a clip with at least one frame, found none");
  if (model.format().window()) {
    throw UsageError(
        "super-resolution: expected a model of poses, found one of windows, whose paths have no "
        "points in between; --fps-out gives what they decode to another frame rate");
  }
  mocap::Motion between =
      decode(model, upsample(encode(model, motion), fps), {.plant = Plant::kOff});
  if (options.residual) {
    between = add_detail(std::move(between), upsample(detail_of(model, motion), fps));
  }
  const Batch roots = root_steps(motion, fps);
  mocap::Motion result = mocap::resample(motion, fps);  // translation tracks, and given frames
  for (int t = 0; t < result.frames(); ++t) {
    const double moment = t * motion.fps() / fps;
    const bool is_given = std::abs(moment - std::round(moment)) < 1e-9 * (1.0 + moment);
    if (is_given && options.residual) continue;
    result.set_root_position(t, motion.root_position(0) + roots.row(t).transpose().cast<double>());
    for (int j = 0; j < result.joints(); ++j) result.set_rotation(t, j, between.rotation(t, j));
  }
  return mocap::make_continuous(std::move(result));
}

}  // namespace poseaae::latent
