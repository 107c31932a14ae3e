#include "formats.hpp"

namespace poseaae::render {

Picture still(const Scene& scene, const OutputOptions& options) {
  if (scene.frames() > 1) {
    return contact_strip(scene, options.camera, options.style, options.strip_frames);
  }
  Style style = options.style;
  style.time_label = false;  // a single pose has no time
  return Painter(scene, options.camera, style).picture(0);
}

}  // namespace poseaae::render
