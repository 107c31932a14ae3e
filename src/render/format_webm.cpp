#include "formats.hpp"
#include "poseaae/render/video.hpp"

namespace poseaae::render {

OutputFormat webm_format() {
  return {
      .extension = ".webm",
      .holds = "film (VP9) for pages of the web",
      .write_scene =
          [](const std::filesystem::path& path, const Scene& scene, const OutputOptions& options) {
            write_film(path, VideoKind::kWebm, scene, options);
          },
      .require = [](const std::string& name) { require_video(name, VideoKind::kWebm); }};
}

}  // namespace poseaae::render
