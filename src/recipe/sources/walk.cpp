#include "poseaae/latent/walk.hpp"

#include "../kinds.hpp"

namespace poseaae::recipe::source {

namespace {

LatentPath make(Keys& keys, OpenModel& model) {
  latent::WalkOptions options{.kind = model.usual_walk()};
  double seconds = 4.0;
  keys.read("seconds", seconds, config::positive<double>());
  options.count = frames_of(seconds, model);
  keys.read("kind", options.kind);
  keys.read("time_scale_s", options.time_scale_s, config::positive<double>());
  keys.read("spread", options.spread, config::positive<double>());
  keys.read("step_size", options.step_size, config::positive<double>());
  keys.read("seed", options.seed);
  std::optional<Eigen::VectorXf> start;
  if (const auto pose = keys.find("start")) start = pose_of(*pose, model);
  const bool likely = keep_likely(keys, model, start.has_value());
  keys.finish();
  return model.walk(start, options, likely);
}

}  // namespace

Source walk() {
  return {
      "walk", "seconds",
      "a random walk: seconds, seed, kind (matern, ou, sphere, steps, tutorial), time_scale_s, "
      "spread, step_size (tutorial only), start (a pose), keep_likely (as common as the poses that "
      "were learned)",
      make};
}

}  // namespace poseaae::recipe::source
