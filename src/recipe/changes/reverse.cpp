#include "../kinds.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, OpenModel& /*model*/) {
  bool on = true;
  keys.read("on", on);
  keys.finish();
  if (!on) return path;
  return {path.points.colwise().reverse(), path.fps};
}

}  // namespace

Change reverse() {
  return {"reverse", "on", "plays the path backwards, as in reverse: true", apply};
}

}  // namespace poseaae::recipe::change
