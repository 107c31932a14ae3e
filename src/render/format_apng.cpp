#include "formats.hpp"
#include "poseaae/render/video.hpp"

namespace poseaae::render {

OutputFormat apng_format() {
  return {
      .extension = ".apng",
      .holds = "looping animation with every colour as it is",
      .write_scene =
          [](const std::filesystem::path& path, const Scene& scene, const OutputOptions& options) {
            write_film(path, VideoKind::kApng, scene, options);
          },
      .require = [](const std::string& name) { require_video(name, VideoKind::kApng); }};
}

}  // namespace poseaae::render
