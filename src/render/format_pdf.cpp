#include "formats.hpp"
#include "poseaae/base/atomic_file.hpp"

namespace poseaae::render {

OutputFormat pdf_format() {
  return {.extension = ".pdf",
          .holds = "the same as vector graphics",
          .write_picture = [](const std::filesystem::path& path, const Picture& picture) {
            write_file(path, pdf_bytes(picture));
          }};
}

}  // namespace poseaae::render
