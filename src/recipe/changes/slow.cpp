#include "../kinds.hpp"
#include "poseaae/latent/retime.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, Context& /*context*/) {
  double factor = 2.0;
  keys.read("factor", factor, config::positive<double>());
  keys.finish();
  return latent::slow_motion(path, factor);
}

}  // namespace

Change slow() { return {"slow", "factor", "slow motion: slow: 2; below 1 it is faster", apply}; }

}  // namespace poseaae::recipe::change
