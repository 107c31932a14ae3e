#include "poseaae/motion_io/formats.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "poseaae/base/error.hpp"
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

const MotionFormat& writer_of(const std::filesystem::path& output) {
  const std::string extension = lower_extension(output);
  std::vector<std::string> known;
  for (const MotionFormat& format : motion_formats()) {
    if (format.write == nullptr) continue;
    if (format.extension == extension) return format;
    known.push_back(format.extension);
  }
  throw UsageError(fmt::format("{}: expected an output named {}, found {}", output.string(),
                               fmt::join(known, ", "),
                               extension.empty() ? "no extension" : "'" + extension + "'"));
}

std::string kind_of(const MotionFormat& format) {
  std::string name;
  for (const char letter : format.extension.substr(1)) {
    name += static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  }
  return name;
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
  std::vector<std::string> names;
  for (const MotionFormat& format : motion_formats()) {
    if (format.read != nullptr) names.push_back(kind_of(format));
  }
  const std::string last = names.back();
  names.pop_back();
  return names.empty() ? last : fmt::format("{} or {}", fmt::join(names, ", "), last);
}

}  // namespace poseaae::mocap
