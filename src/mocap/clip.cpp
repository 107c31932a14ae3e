#include "poseaae/mocap/clip.hpp"

#include <fmt/format.h>

#include <regex>

#include "poseaae/base/error.hpp"

namespace poseaae::mocap {

const Names<RootRotation>& root_rotation_names() {
  static const Names<RootRotation> names{{"keep", RootRotation::kKeep},
                                         {"face_forward", RootRotation::kFaceForward},
                                         {"remove", RootRotation::kRemove}};
  return names;
}

namespace {

/// The same with what follows the '#' after an extension as selector; a '#' in the name of a file
/// that exists is part of it.
ClipReference selected(ClipReference clip) {
  const std::string name = clip.path.string();
  std::error_code unknown;
  const auto mark = name.rfind('#');
  if (mark == std::string::npos || std::filesystem::exists(clip.path, unknown)) return clip;
  if (!std::filesystem::path(name.substr(0, mark)).has_extension()) return clip;
  clip.path = name.substr(0, mark);
  clip.selector = name.substr(mark + 1);
  return clip;
}

}  // namespace

ClipReference ClipReference::parse(const std::string& text) {
  // A path may hold colons of its own: only a numeric tail is a range.
  static const std::regex kTail(R"(^(.+?):(\d{0,9})(:(\d{0,9}))?$)");
  std::smatch parts;
  if (!std::regex_match(text, parts, kTail)) return selected({text, 0, -1});
  const std::string first = parts[2];
  const std::string last = parts[4];
  ClipReference clip{parts[1].str(), first.empty() ? 0 : std::stoi(first), -1};
  if (!parts[3].matched) {
    if (first.empty()) {
      throw UsageError(
          fmt::format("{}: expected a frame range after ':', as in clip.bvh:100:500", text));
    }
    clip.last = clip.first + 1;
  } else if (!last.empty()) {
    clip.last = std::stoi(last);
  }
  return selected(std::move(clip));
}

}  // namespace poseaae::mocap
