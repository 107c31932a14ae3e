#include "poseaae/latent/loop.hpp"

#include "../kinds.hpp"
#include "poseaae/latent/decode.hpp"

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
  keys.finish();
  // Speed as it is seen: of joints.
  return latent::loop(model.space(), start, options, model.fps(),
                      latent::joint_positions(model.codec()));
}

}  // namespace

Source loop() {
  return {"loop", "seconds",
          "a loop that returns to its start: seconds, seed, kind (fourier, great_circle, steps), "
          "time_scale_s, harmonics, spread, start (a pose)",
          make};
}

}  // namespace poseaae::recipe::source
