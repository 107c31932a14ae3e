#include "../kinds.hpp"

namespace poseaae::recipe::source {

namespace {

LatentPath make(Keys& keys, OpenModel& model) {
  const std::string file = keys.need("file").text("a clip's file");
  keys.finish();
  return model.path(file);
}

}  // namespace

Source clip() {
  return {"clip", "file", "frames of a recording, as in clip: dance.bvh:100:400", make};
}

}  // namespace poseaae::recipe::source
