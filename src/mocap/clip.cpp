#include "poseaae/mocap/clip.hpp"

#include <fmt/format.h>

#include <regex>

#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/mocap/edit.hpp"

namespace poseaae::mocap {

const Names<RootRotation>& root_rotation_names() {
  static const Names<RootRotation> names{{"keep", RootRotation::kKeep},
                                         {"face_forward", RootRotation::kFaceForward},
                                         {"remove", RootRotation::kRemove}};
  return names;
}

ClipReference ClipReference::parse(const std::string& text) {
  // A path may hold colons of its own: only a numeric tail is a range.
  static const std::regex kTail(R"(^(.+?):(\d{0,9})(:(\d{0,9}))?$)");
  std::smatch parts;
  if (!std::regex_match(text, parts, kTail)) return {text, 0, -1};
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
  return clip;
}

BvhClip load_clip(const ClipReference& clip, const ClipOptions& options) {
  const auto file = find_file(clip.path, Installed::kClip);
  BvhClip read = read_bvh(file, {options.unit, options.source_fps, options.strict});
  Motion& motion = read.motion;
  const int last = clip.last < 0 ? motion.frames() : clip.last;
  try {
    if (clip.first > 0 || last != motion.frames()) motion = motion.slice(clip.first, last);
    if (!options.remove_joints.empty()) {
      read.unmatched = unmatched_patterns(motion.skeleton(), options.remove_joints);
      motion = remove_joints(motion, options.remove_joints);
    }
    if (options.root_rotation == RootRotation::kFaceForward) motion = remove_heading(motion);
    if (options.root_rotation == RootRotation::kRemove) motion = remove_root_rotation(motion);
    if (options.fps > 0.0 && options.fps != motion.fps()) motion = resample(motion, options.fps);
  } catch (const UsageError& problem) {
    throw UsageError(fmt::format("{}: {}", clip.path.string(), problem.what()));
  }
  if (motion.frames() == 0) {
    throw UsageError(fmt::format("{}: expected at least one frame, found none in the range {}:{}",
                                 clip.path.string(), clip.first, last));
  }
  return read;
}

}  // namespace poseaae::mocap
