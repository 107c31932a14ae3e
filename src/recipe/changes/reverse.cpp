#include "../kinds.hpp"
#include "poseaae/latent/decode.hpp"

namespace poseaae::recipe::change {

namespace {

mocap::Motion backwards(const mocap::Motion& motion) {
  mocap::Motion result = motion;
  for (int t = 0; t < motion.frames(); ++t) {
    const int from = motion.frames() - 1 - t;
    result.set_root_position(t, motion.root_position(from));
    for (int j = 0; j < motion.joints(); ++j) result.set_rotation(t, j, motion.rotation(from, j));
  }
  return result;
}

LatentPath apply(LatentPath path, Keys& keys, OpenModel& model) {
  bool on = true;
  keys.read("on", on);
  keys.finish();
  if (!on) return path;
  if (model.windowed()) return latent::through_motion(model.codec(), path, backwards);
  LatentPath result{path.points.colwise().reverse(), path.fps};
  if (path.root) {
    result.root =
        path.root->with([](const Batch& rows) -> Batch { return rows.colwise().reverse(); });
  }
  if (path.by_feet) result.by_feet = Batch(path.by_feet->colwise().reverse());
  if (path.strides) result.strides = Batch(path.strides->colwise().reverse());
  return result;
}

}  // namespace

Change reverse() {
  return {"reverse", "on", "plays the path backwards, as in reverse: true", apply};
}

}  // namespace poseaae::recipe::change
