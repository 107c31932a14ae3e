#include "../kinds.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, Context& /*context*/) {
  bool on = true;
  keys.read("on", on);
  keys.finish();
  if (!on) return path;
  return {path.points.colwise().reverse(), path.fps};
}

}  // namespace

Change reverse() { return {"reverse", "on", "backwards in time: reverse: true", apply}; }

}  // namespace poseaae::recipe::change
