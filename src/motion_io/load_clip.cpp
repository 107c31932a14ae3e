#include "poseaae/motion_io/load_clip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/mapped_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/motion_io/formats.hpp"

namespace poseaae::mocap {

namespace {

const MotionFormat& reader_of(const std::filesystem::path& file) {
  const std::string extension = lower_extension(file);
  const auto& all = motion_formats();
  const auto reads = [](const MotionFormat& format) { return format.read != nullptr; };
  const auto found = std::ranges::find(all, extension, &MotionFormat::extension);
  if (found == all.end()) return *std::ranges::find_if(all, reads);
  if (reads(*found)) return *found;
  throw UsageError(fmt::format("{}: expected a clip ({}), found a '{}' file, which is only written",
                               file.string(), clip_kinds(), extension));
}

std::filesystem::path find_clip(const std::filesystem::path& path) {
  return find_file(path, Installed::kClip, clip_extensions());
}

}  // namespace

Clip load_clip(const ClipReference& clip, const ClipOptions& options,
               std::optional<std::string_view> bytes) {
  const auto path = bytes ? clip.path : find_clip(clip.path);
  std::optional<MappedFile> file;
  if (!bytes) bytes = file.emplace(path).text();
  Clip read = reader_of(path).read({*bytes, path, clip.selector}, options);
  if (read.name.empty()) read.name = path.stem().string();
  Motion& motion = read.motion;
  const int last = clip.last < 0 ? motion.frames() : clip.last;
  try {
    read.file_fps = motion.fps();
    if (clip.first > 0 || last != motion.frames()) motion = motion.slice(clip.first, last);
    if (!options.remove_joints.empty()) {
      read.unmatched = unmatched_patterns(motion.skeleton(), options.remove_joints);
      motion = remove_joints(motion, options.remove_joints);
    }
    if (options.root_rotation != RootRotation::kKeep) {
      const bool whole = options.root_rotation == RootRotation::kRemove;
      Motion turned = whole ? remove_root_rotation(motion) : remove_heading(motion);
      read.in_room = std::exchange(motion, std::move(turned));
    }
    const int last_frame = motion.frames() - 1;
    if (options.fps > 0.0 && options.fps != motion.fps()) motion = resample(motion, options.fps);
    for (int t = 0; t < motion.frames(); ++t) {
      const auto nearest = static_cast<int>(std::lround(t * read.file_fps / motion.fps()));
      read.frames.push_back(clip.first + std::min(nearest, last_frame));
    }
  } catch (const UsageError& problem) {
    throw UsageError(fmt::format("{}: {}", clip.path.string(), problem.what()));
  }
  if (motion.frames() == 0) {
    throw UsageError(fmt::format("{}: expected at least one frame, found none in the range {}:{}",
                                 clip.path.string(), clip.first, last));
  }
  return read;
}

std::vector<ClipReference> list_clips(const std::string& entry) {
  std::vector<ClipReference> clips;
  const auto named = ClipReference::parse(entry);
  for (const auto& path : expand_files(find_clip(named.path), clip_extensions())) {
    clips.push_back({path, named.first, named.last, named.selector});
  }
  return clips;
}

}  // namespace poseaae::mocap
