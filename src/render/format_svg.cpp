#include "formats.hpp"
#include "poseaae/base/atomic_file.hpp"

namespace poseaae::render {

OutputFormat svg_format() {
  return {.extension = ".svg",
          .holds = "the same as vector graphics",
          .write_picture = [](const std::filesystem::path& path, const Picture& picture) {
            write_file(path, svg_bytes(picture));
          }};
}

}  // namespace poseaae::render
