#include "../kinds.hpp"
#include "poseaae/latent/smoothing.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, Context& /*context*/) {
  double cutoff_hz = 3.0;
  keys.read("cutoff_hz", cutoff_hz, config::positive<double>());
  keys.finish();
  return latent::smooth(path, latent::lambda_for_cutoff(cutoff_hz, path.fps));
}

}  // namespace

Change smooth() {
  return {"smooth", "cutoff_hz", "takes out what is faster than so many hertz: smooth: 2", apply};
}

}  // namespace poseaae::recipe::change
