#include "../kinds.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/latent/smoothing.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, OpenModel& model) {
  double cutoff_hz = 3.0;
  keys.read("cutoff_hz", cutoff_hz, config::positive<double>());
  keys.finish();
  if (model.windowed()) {
    throw UsageError(
        "smooth: expected a model of poses, found one of windows, whose points are too far apart; "
        "smooth the whole with --smooth");
  }
  return latent::smooth(path, latent::lambda_for_cutoff(cutoff_hz, path.fps));
}

}  // namespace

Change smooth() {
  return {"smooth", "cutoff_hz", "removes movement above a frequency in hertz, as in smooth: 2",
          apply};
}

}  // namespace poseaae::recipe::change
