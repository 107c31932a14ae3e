#include "../kinds.hpp"

namespace poseaae::recipe::change {

namespace {

LatentPath apply(LatentPath path, Keys& keys, OpenModel& /*model*/) {
  bool on = true;
  keys.read("on", on);
  keys.finish();
  if (!on) return path;
  LatentPath result{path.points.colwise().reverse(), path.fps};
  if (path.root) {
    result.root =
        path.root->with([](const Batch& rows) -> Batch { return rows.colwise().reverse(); });
  }
  if (path.strides) result.strides = Batch(path.strides->colwise().reverse());
  return result;
}

}  // namespace

Change reverse() {
  return {"reverse", "on", "plays the path backwards, as in reverse: true", apply};
}

}  // namespace poseaae::recipe::change
