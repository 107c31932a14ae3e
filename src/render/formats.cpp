#include "formats.hpp"

// POSEAAE_FORMATS is FORMAT(gif) ..., from the list in CMakeLists.txt.
namespace poseaae::render {

#define FORMAT(name) OutputFormat name##_format();
POSEAAE_FORMATS
#undef FORMAT

std::vector<OutputFormat> picture_formats() {
#define FORMAT(name) name##_format(),
  return {POSEAAE_FORMATS};
#undef FORMAT
}

}  // namespace poseaae::render
