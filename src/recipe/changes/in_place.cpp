#include "../kinds.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, OpenModel& /*model*/) {
  bool on = true;
  keys.read("on", on);
  keys.finish();
  if (on) path.root.reset();
  return path;
}

}  // namespace

Change in_place() {
  return {"in_place", "on",
          "dances in place, on the floor, instead of travelling as the clip does, as in in_place: "
          "true",
          apply};
}

}  // namespace poseaae::recipe::change
