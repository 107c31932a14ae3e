#include "formats.hpp"

namespace poseaae::render::formats {

void write_gif(const std::filesystem::path& path, const Scene& scene,
               const OutputOptions& options) {
  const Painter painter(scene, options.camera, options.style, kGifSteadiness);
  GifOptions gif{.threads = options.threads, .progress = options.progress};
  if (options.fps > 0.0) gif.highest_fps = options.fps;
  render::write_gif(path, painter, options.style, scene.fps(), gif);
}

}  // namespace poseaae::render::formats
