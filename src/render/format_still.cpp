#include "formats.hpp"

namespace poseaae::render::formats {

void write_still(const std::filesystem::path& path, const Scene& scene,
                 const OutputOptions& options) {
  if (scene.frames() > 1) {
    write_picture(path, contact_strip(scene, options.camera, options.style, options.strip_frames));
    return;
  }
  Style style = options.style;
  style.time_label = false;  // a single pose has no time
  write_picture(path, Painter(scene, options.camera, style).picture(0));
}

}  // namespace poseaae::render::formats
