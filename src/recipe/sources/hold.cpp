#include "../kinds.hpp"
#include "poseaae/latent/decode.hpp"

namespace poseaae::recipe::source {

namespace {

LatentPath make(Keys& keys, OpenModel& model) {
  const Eigen::VectorXf pose = pose_of(keys.need("pose"), model);
  double seconds = 0.0;
  keys.read("seconds", seconds, config::at_least(0.0));
  keys.finish();
  if (model.windowed()) {
    // The moment in which its window begins, standing still.
    const LatentPath point{pose.transpose(), model.fps()};
    const LatentPath still = latent::through_motion(
        model.codec(), point, [](const mocap::Motion& motion) { return motion.slice(0, 1); });
    return {still.points.replicate(frames_of(seconds, model), 1), model.fps()};
  }
  return {pose.transpose().replicate(frames_of(seconds, model), 1), model.fps()};
}

}  // namespace

Source hold() {
  return {"hold", "pose",
          "one pose, held still: pose (dance.bvh:100, sample:7, mean or a list of latents), "
          "seconds (default: one frame)",
          make};
}

}  // namespace poseaae::recipe::source
