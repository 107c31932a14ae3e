#include "../kinds.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, OpenModel& model) {
  bool on = true;
  keys.read("on", on);
  keys.finish();
  if (on && model.windowed()) {
    throw UsageError(
        "in_place: expected beside the phrases with a model of windows, which have the way in "
        "them, found in a phrase; move it there");
  }
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
