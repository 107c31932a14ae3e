#include "poseaae/motion_io/load_clip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/base/mapped_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/retarget/retarget.hpp"

namespace poseaae::mocap {

namespace {

const MotionFormat& reader_of(const std::filesystem::path& file) {
  const auto reads = [](const MotionFormat& format) { return format.read != nullptr; };
  const MotionFormat* found = format_of(file);
  if (found == nullptr) return *std::ranges::find_if(motion_formats(), reads);
  if (reads(*found)) return *found;
  if (found->rest != nullptr) {
    throw UsageError(fmt::format(
        "{}: expected a clip ({}), found a skeleton without motion; name the motion "
        "that was recorded with it, as {}.amc, or give the skeleton to --onto or --info",
        file.string(), clip_kinds(), file.stem().string()));
  }
  throw UsageError(fmt::format("{}: expected a clip ({}), found a '{}' file, which is only written",
                               file.string(), clip_kinds(), found->extension));
}

/// 0 stands for the one that is there.
void require_fps(std::string_view what, double fps) {
  if (fps != 0.0) require_between(what, fps, 1e-3, kMaxFps, " frames per second");
}

std::filesystem::path find_clip(const std::filesystem::path& path) {
  return find_file(path, Installed::kClip, clip_extensions());
}

/// Turns the clip to +Y up, and says so where the file did not.
void stand_up(Clip& clip, Up up, const std::string& file) {
  clip.up = up == Up::kAuto ? found_up(clip.motion) : up;
  if (clip.up == Up::kY) return;
  clip.motion = turned_upright(clip.motion, clip.up);
  clip.axes.clear();
  if (up != Up::kAuto) return;
  clip.warnings.push_back(fmt::format(
      "{}: {} is up here, by the way from feet to head, and was turned to y; for another axis, set "
      "data.up",
      file, name_of(clip.up, up_names())));
}

/// Puts the motion on the body of `like`, and says so.
void retarget_to(Clip& clip, const Standard& like, const std::string& file) {
  retarget::Character character{like.skeleton, like.pose};
  if (character.pose.empty()) {
    character.pose.assign(static_cast<std::size_t>(like.skeleton.joints()), Quat::Identity());
  }
  retarget::Retargeted moved = retarget::retarget(clip.motion, character);
  clip.warnings.push_back(
      fmt::format("{}: has other joints than {}, and was retargeted to it", file, like.owner));
  std::ranges::move(moved.warnings, std::back_inserter(clip.warnings));
  clip.motion = std::move(moved.motion);
  clip.axes.clear();
}

/// Brings the clip to the joints and the rest pose of `like`, and says what had to be done.
void follow(Clip& clip, const Standard& like, bool retargets, const std::string& file) {
  if (retargets && !has_joints_of(clip.motion.skeleton(), like)) {
    return retarget_to(clip, like, file);
  }
  Conformed conformed = conform(std::move(clip.motion), like);
  std::ranges::move(changes_of(conformed, file, like), std::back_inserter(clip.warnings));
  clip.motion = std::move(conformed.motion);
  clip.axes.clear();
}

/// The edits of `options`, in their order.
void edit(Clip& clip, const ClipReference& reference, const ClipOptions& options,
          const Standard* like) {
  Motion& motion = clip.motion;
  const std::string file = reference.path.string();
  stand_up(clip, options.up, file);
  motion = settle_places(std::move(motion));
  const int last = reference.last < 0 ? motion.frames() : reference.last;
  if (reference.first > 0 || last != motion.frames()) motion = motion.slice(reference.first, last);
  if (!options.remove_joints.empty()) {
    clip.unmatched = unmatched_patterns(motion.skeleton(), options.remove_joints);
    clip.axes.clear();
    motion = remove_joints(motion, options.remove_joints);
  }
  if (like != nullptr) follow(clip, *like, options.retarget, file);
  if (options.root_rotation != RootRotation::kKeep) {
    const bool whole = options.root_rotation == RootRotation::kRemove;
    Motion turned = whole ? remove_root_rotation(motion) : remove_heading(motion);
    clip.in_room = std::exchange(motion, std::move(turned));
  }
  const int last_frame = motion.frames() - 1;
  if (options.fps > 0.0 && options.fps != motion.fps()) motion = resample(motion, options.fps);
  for (int t = 0; t < motion.frames(); ++t) {
    const auto nearest = static_cast<int>(std::lround(t * clip.file_fps / motion.fps()));
    clip.frames.push_back(reference.first + std::min(nearest, last_frame));
  }
}

/// What was read of a file, with its name and edited.
Clip edited(Clip read, const ClipReference& clip, const std::filesystem::path& path,
            const ClipOptions& options, const Standard* like) {
  if (read.name.empty()) read.name = path.stem().string();
  read.file_fps = read.motion.fps();
  try {
    edit(read, clip, options, like);
  } catch (const UsageError& problem) {
    throw UsageError(fmt::format("{}: {}", clip.path.string(), problem.what()));
  }
  if (read.motion.frames() == 0) {
    throw UsageError(fmt::format("{}: expected at least one frame, found none in the range {}:{}",
                                 clip.path.string(), clip.first, clip.last));
  }
  return read;
}

}  // namespace

Clip load_clip(const ClipReference& clip, const ClipOptions& options,
               std::optional<std::string_view> bytes, const Standard* like) {
  require_fps("frame rate of the file", options.source_fps);
  require_fps("frame rate to resample to", options.fps);
  const auto path = bytes ? clip.path : find_clip(clip.path);
  const auto read = reader_of(path).read;
  std::optional<MappedFile> file;
  if (!bytes) bytes = file.emplace(path).text();
  return edited(read({*bytes, path, clip.selector}, options), clip, path, options, like);
}

Clip load_body(const ClipReference& clip, const ClipOptions& options) {
  const MotionFormat* const format = format_of(clip.path);
  if (format == nullptr || format->rest == nullptr) return load_clip(clip, options);
  const MappedFile file(clip.path);
  return edited(format->rest({file.text(), clip.path, clip.selector}, options), clip, clip.path,
                options, nullptr);
}

std::vector<std::string> clip_names(const std::filesystem::path& file) {
  const MotionFormat* format = format_of(file);
  if (format == nullptr || format->clips == nullptr) return {};
  return format->clips({MappedFile(file).text(), file, ""});
}

std::vector<ClipReference> list_clips(const std::string& entry) {
  std::vector<ClipReference> clips;
  const auto named = ClipReference::parse(entry);
  for (const auto& path : expand_files(find_clip(named.path), clip_extensions())) {
    std::vector<std::string> names;
    if (named.selector.empty()) names = clip_names(path);
    if (names.size() < 2) names = {named.selector};
    for (const std::string& name : names) clips.push_back({path, named.first, named.last, name});
  }
  return clips;
}

}  // namespace poseaae::mocap
