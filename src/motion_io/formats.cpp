#include "poseaae/motion_io/formats.hpp"

#include <algorithm>
#include <cctype>

#include "poseaae/base/paths.hpp"

// POSEAAE_FORMATS is FORMAT(bvh) ..., from the list in CMakeLists.txt.
namespace poseaae::mocap {

#define FORMAT(name) MotionFormat name##_format();
POSEAAE_FORMATS
#undef FORMAT

const std::vector<MotionFormat>& motion_formats() {
#define FORMAT(name) name##_format(),
  static const std::vector<MotionFormat> formats{POSEAAE_FORMATS};
#undef FORMAT
  return formats;
}

const MotionFormat* format_of(const std::filesystem::path& file) {
  const auto& all = motion_formats();
  const auto found = std::ranges::find(all, lower_extension(file), &MotionFormat::extension);
  return found == all.end() ? nullptr : &*found;
}

const std::vector<std::string>& clip_extensions() {
  static const auto extensions = [] {
    std::vector<std::string> names;
    for (const MotionFormat& format : motion_formats()) {
      if (format.read != nullptr) names.push_back(format.extension);
    }
    return names;
  }();
  return extensions;
}

std::string clip_kinds() {
  std::string text;
  const auto& all = clip_extensions();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) text += i + 1 == all.size() ? " or " : ", ";
    for (const char letter : all[i].substr(1)) text += static_cast<char>(std::toupper(letter));
  }
  return text;
}

}  // namespace poseaae::mocap
