#include "formats.hpp"
#include "poseaae/base/atomic_file.hpp"

namespace poseaae::render {

OutputFormat png_format() {
  return {.extension = ".png",
          .holds = "one pose, or several poses side by side",
          .write_picture = [](const std::filesystem::path& path, const Picture& picture) {
            write_file(path, png_bytes(rasterise(picture)));
          }};
}

}  // namespace poseaae::render
