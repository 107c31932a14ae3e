#include "../kinds.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, Context& /*context*/) {
  int times = 2;
  keys.read("times", times, config::between(1.0, 1000.0));
  keys.finish();
  return {path.points.replicate(times, 1), path.fps};
}

}  // namespace

Change repeat() { return {"repeat", "times", "again and again: repeat: 3", apply}; }

}  // namespace poseaae::recipe::change
