#include "../kinds.hpp"

namespace poseaae::recipe::source {

namespace {

LatentPath make(Keys& keys, Context& context) {
  const std::string file = keys.need("file").text("a clip's file");
  keys.finish();
  return context.clip(file);
}

}  // namespace

Source clip() {
  return {"clip", "file", "encodings of a recording: clip: dance.bvh:100:400", make};
}

}  // namespace poseaae::recipe::source
