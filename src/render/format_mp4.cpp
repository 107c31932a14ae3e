#include "formats.hpp"
#include "poseaae/render/video.hpp"

namespace poseaae::render {

OutputFormat mp4_format() {
  return {
      .extension = ".mp4",
      .holds = "film (H.264) that everything plays",
      .write_scene =
          [](const std::filesystem::path& path, const Scene& scene, const OutputOptions& options) {
            write_film(path, VideoKind::kMp4, scene, options);
          },
      .require = [](const std::string& name) { require_video(name, VideoKind::kMp4); }};
}

}  // namespace poseaae::render
