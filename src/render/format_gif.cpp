#include "formats.hpp"

namespace poseaae::render::formats {

void write_gif(const std::filesystem::path& path, const Scene& scene,
               const OutputOptions& options) {
  const Painter painter(scene, options.camera, options.style);
  constexpr double kNoLimit = 1e9;
  render::write_gif(path, painter, options.style, scene.fps(),
                    options.fps > 0.0 ? options.fps : kNoLimit, options.progress);
}

}  // namespace poseaae::render::formats
