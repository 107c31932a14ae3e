#include "../kinds.hpp"

namespace poseaae::recipe::source {

namespace {

LatentPath make(Keys& keys, Context& context) {
  const Eigen::VectorXf pose = pose_of(keys.need("pose"), context);
  double seconds = 0.0;
  keys.read("seconds", seconds, config::at_least(0.0));
  keys.finish();
  return {pose.transpose().replicate(frames_of(seconds, context), 1), context.fps()};
}

}  // namespace

Source hold() {
  return {"hold", "pose",
          "stands still: pose (dance.bvh:100, sample:7, mean or a list of numbers), seconds "
          "(default: one frame)",
          make};
}

}  // namespace poseaae::recipe::source
