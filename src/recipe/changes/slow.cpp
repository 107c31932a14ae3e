#include "../kinds.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/latent/retime.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, OpenModel& model) {
  double factor = 2.0;
  keys.read("factor", factor, config::positive<double>());
  keys.finish();
  if (model.windowed()) {
    throw UsageError(
        "slow: expected a model of poses, found one of windows, whose paths have no points in "
        "between; slow the whole down with --slow");
  }
  return latent::slow_motion(path, factor);
}

}  // namespace

Change slow() {
  return {"slow", "factor", "slows the path down, as in slow: 2; a factor below 1 speeds it up",
          apply};
}

}  // namespace poseaae::recipe::change
