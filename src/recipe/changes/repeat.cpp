#include "../kinds.hpp"
#include "poseaae/mocap/frame_count.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, OpenModel& /*model*/) {
  int times = 2;
  keys.read("times", times, config::between(1.0, 1000.0));
  keys.finish();
  (void)mocap::checked_frames(static_cast<double>(times) * path.frames(), "repeat");
  path = latent::every_hop(std::move(path));
  LatentPath result{path.points.replicate(times, 1), path.fps, path.root};
  for (int i = 1; i < times && path.root; ++i) latent::append(*result.root, *path.root);
  return result;
}

}  // namespace

Change repeat() {
  return {"repeat", "times", "plays the path several times, as in repeat: 3", apply};
}

}  // namespace poseaae::recipe::change
