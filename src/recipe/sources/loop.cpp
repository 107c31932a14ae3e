#include "poseaae/latent/loop.hpp"

#include "../kinds.hpp"

namespace poseaae::recipe::source {

namespace {

LatentPath make(Keys& keys, OpenModel& model) {
  latent::LoopOptions options{.kind = model.usual_loop()};
  keys.read("seconds", options.seconds, config::positive<double>());
  keys.read("kind", options.kind);
  keys.read("time_scale_s", options.time_scale_s, config::positive<double>());
  keys.read("harmonics", options.harmonics, config::at_least(0.0));
  keys.read("spread", options.spread, config::positive<double>());
  keys.read("seed", options.seed);
  std::optional<Eigen::VectorXf> start;
  if (const auto pose = keys.find("start")) start = pose_of(*pose, model);
  const bool likely = keep_likely(keys, model, start.has_value());
  keys.finish();
  return model.loop(start, options, likely);
}

}  // namespace

Source loop() {
  return {"loop", "seconds",
          "a loop that returns to its start: seconds, seed, kind (fourier, great_circle, steps), "
          "time_scale_s, harmonics, spread, start (a pose), keep_likely (as for a walk)",
          make};
}

}  // namespace poseaae::recipe::source
