#include "../kinds.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/latent/decode.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, OpenModel& model) {
  bool on = true;
  keys.read("on", on);
  keys.finish();
  if (!on) return path;
  if (model.windowed()) {
    throw UsageError(
        "in_place: expected beside the phrases with a model of windows, which have the way in "
        "them, found in a phrase; move it there");
  }
  const latent::DecodeOptions in_place{.plant = latent::Plant::kRoot,
                                       .travel = latent::Travel::kNone};
  path.root = footing::root_path_of(latent::decode(model.codec(), path, in_place));
  return path;
}

}  // namespace

Change in_place() {
  return {"in_place", "on",
          "dances in place, on the floor, instead of travelling, as in in_place: true", apply};
}

}  // namespace poseaae::recipe::change
