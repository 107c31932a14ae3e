#include "formats.hpp"

namespace poseaae::render {

namespace {

void write(const std::filesystem::path& path, const Scene& scene, const OutputOptions& options) {
  const Painter painter(scene, options.camera, options.style, kGifSteadiness);
  GifOptions gif{.threads = options.threads, .progress = options.progress};
  if (options.fps > 0.0) gif.highest_fps = options.fps;
  write_gif(path, painter, options.style, scene.fps(), gif);
}

}  // namespace

OutputFormat gif_format() { return {".gif", "looping animation", nullptr, write}; }

}  // namespace poseaae::render
