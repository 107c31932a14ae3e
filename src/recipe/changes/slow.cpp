#include "../kinds.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/retime.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, OpenModel& model) {
  double factor = 2.0;
  keys.read("factor", factor, config::positive<double>());
  keys.finish();
  if (model.windowed()) return latent::at_speed(model.codec(), path, 1.0 / factor);
  return latent::slow_motion(path, factor);
}

}  // namespace

Change slow() {
  return {"slow", "factor", "slows the path down, as in slow: 2; a factor below 1 speeds it up",
          apply};
}

}  // namespace poseaae::recipe::change
