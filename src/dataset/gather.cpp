#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>

#include "contact_rows.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/dataset/labels.hpp"
#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/io/file_kind.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "poseaae/retarget/character.hpp"

namespace poseaae::dataset {

namespace {

struct LoadedClip {
  mocap::ClipReference reference;
  std::string sha256;
  std::map<std::string, std::vector<float>> labels;  ///< of the frames of the clip
  mocap::Clip read;
  std::vector<unsigned char> contacts{};
};

/// In the order of their references; none is empty until append() has taken it.
using LoadedClips = std::vector<std::optional<LoadedClip>>;

std::vector<mocap::ClipReference> list_clips(const DatasetOptions& options) {
  std::vector<mocap::ClipReference> clips;
  for (const auto& entry : options.clips) {
    std::ranges::move(mocap::list_clips(entry), std::back_inserter(clips));
  }
  for (const auto& clip : clips) {
    if (!h5::is_hdf5(clip.path)) continue;
    throw UsageError(fmt::format(
        "{}: expected one dataset alone and whole, or clips ({}), found a dataset among {} clips; "
        "name the clips that it was gathered from, or gather all clips into one dataset with "
        "pose_dataset",
        clip.path.string(), mocap::clip_kinds(), clips.size()));
  }
  if (clips.empty())
    throw ConfigError("data.clips", "[]",
                      fmt::format("at least one {} file, folder or pattern", mocap::clip_kinds()));
  if (options.range.empty()) return clips;
  const auto range = mocap::FrameRange::parse(options.range);
  for (auto& clip : clips) {
    if (clip.first == 0 && clip.last < 0) {
      clip.first = range.first;
      clip.last = range.last;
    }
  }
  return clips;
}

/// Reads and edits a clip. `first`, when there is one, sets the frame rate where none is asked for;
/// `like` the skeleton.
LoadedClip load(const mocap::ClipReference& reference, const DatasetOptions& options,
                const LoadedClip* first, const mocap::Standard* like) {
  auto wanted = options.clip;
  if (wanted.fps <= 0.0 && first != nullptr) wanted.fps = first->read.motion.fps();
  mocap::Clip read = mocap::load_clip(reference, wanted, {}, like);
  if (options.clip.fps <= 0.0 && read.motion.fps() != read.file_fps) {
    read.warnings.push_back(
        fmt::format("{}: resampled from {} frames per second to {}, the rate of the first clip",
                    reference.path.string(), read.file_fps, read.motion.fps()));
  }
  auto labels = read_labels(reference.path, read.frames, read.warnings);
  return {reference, sha256_of_file(reference.path), std::move(labels), std::move(read)};
}

/// Whatever the number of threads: the same clips, or the error of the first that has one.
LoadedClips load_all(const DatasetOptions& options) {
  const auto references = list_clips(options);
  LoadedClips clips(references.size());
  std::optional<mocap::Standard> like;
  if (options.like) like.emplace(*options.like, "the model", options.like_pose);
  clips[0] = load(references[0], options, nullptr, like ? &*like : nullptr);
  if (!like) {
    const mocap::Motion& first = clips[0]->read.motion;
    std::vector<mocap::Quat> pose;
    if (options.clip.retarget) pose = retarget::character_of(first).pose;
    like.emplace(first.skeleton(), references[0].path.string(), std::move(pose));
  }
  parallel_for(clips.size() - 1, options.threads, [&](std::size_t i) {
    clips[i + 1] = load(references[i + 1], options, &*clips[0], &*like);
  });
  return clips;
}

/// A line about each pattern for joints that matches none in any clip.
/// @throws UsageError when it is a name
std::vector<std::string> useless_patterns(const LoadedClips& clips,
                                          const mocap::Skeleton& skeleton) {
  std::vector<std::string> lines;
  for (const std::string& pattern : clips.front()->read.unmatched) {
    const bool everywhere = std::ranges::all_of(clips, [&](const auto& clip) {
      const auto& unmatched = clip->read.unmatched;
      return std::ranges::find(unmatched, pattern) != unmatched.end();
    });
    if (!everywhere) continue;
    lines.push_back(mocap::unmatched_line(skeleton, pattern));
    if (!is_pattern(pattern)) throw UsageError(lines.back());
  }
  return lines;
}

/// Joints that never move in any clip, and stand alike in all of them.
std::vector<std::string> static_everywhere(const LoadedClips& clips) {
  const mocap::Motion& first = clips.front()->read.motion;
  std::vector<std::string> names = mocap::static_joints(first);
  for (const auto& clip : clips) {
    const auto here = mocap::static_joints(clip->read.motion);
    std::erase_if(names, [&](const std::string& name) {
      const int joint = first.skeleton().find(name).value();
      const bool stands = std::ranges::any_of(here, [&](const std::string& other) {
        return mocap::written_name(other) == mocap::written_name(name);
      });
      return !stands || math::angle_between(first.rotation(0, joint),
                                            clip->read.motion.rotation(0, joint)) > 1e-4;
    });
  }
  return names;
}

/// A line about a root that only holds the place of the joint that travels; "" for others.
std::string idle_root(const LoadedClip& clip) {
  const mocap::Motion& motion = clip.read.motion;
  const auto& skeleton = motion.skeleton();
  const auto children = skeleton.children(0);
  if (children.size() != 1 || !motion.translations().contains(children.front())) return "";
  const auto& way = motion.translations().at(children.front());
  if (std::ranges::all_of(way, [&](const auto& l) { return l.isApprox(way[0]); })) return "";
  for (int t = 1; t < motion.frames(); ++t) {
    if (!motion.root_position(t).isApprox(motion.root_position(0))) return "";
  }
  return fmt::format(
      "{}: the root '{}' stands still while '{}' carries the movement through the room, so that "
      "datasets keep no way of the dancer; leave '{}' out (data.remove_joints) and '{}' is the "
      "root",
      clip.reference.path.string(), skeleton.name(0), skeleton.name(children.front()),
      skeleton.name(0), skeleton.name(children.front()));
}

/// What a field of ClipOptions is called in configurations, under `data`.
std::string_view key_of(std::string_view field) {
  if (field == "unit_m") return "unit";
  if (field == "source_fps") return "fps";
  return field == "fps" ? "resample_fps" : field;
}

/// The options that are not as they would be if nobody had given them, as configurations call them.
std::vector<std::string> given_options(const DatasetOptions& options) {
  std::vector<std::string> given;
  const auto add = [&](bool is_given, std::string_view key) {
    if (is_given) given.push_back(fmt::format("data.{}", key));
  };
  add(!options.range.empty(), "frames");
  add(options.drop_static, "drop_static");
  const mocap::ClipOptions usual;
  mocap::for_each_field(options.clip, [&](std::string_view name, const auto& value) {
    mocap::for_each_field(usual, [&](std::string_view other, const auto& usual_value) {
      if constexpr (std::is_same_v<decltype(value), decltype(usual_value)>) {
        add(name == other && value != usual_value, key_of(name));
      }
    });
  });
  return given;
}

/// A dataset file: its clips were edited when it was made.
PoseDataset load_gathered(const DatasetOptions& options) {
  if (const auto given = given_options(options); !given.empty()) {
    throw UsageError(
        fmt::format("{}: a dataset's clips were prepared when it was gathered; leave out {}; "
                    "give them to pose_dataset, or name the clips in place of the dataset",
                    options.clips.front(), fmt::join(given, ", ")));
  }
  return PoseDataset::load(options.clips.front());
}

void append(PoseDataset& data, const codec::PoseFormat& format, const LoadedClip& clip) {
  const mocap::Motion& motion = clip.read.motion;
  const int first = data.clips.empty() ? 0 : data.clips.back().first + data.clips.back().frames;
  data.clips.push_back({clip.read.name,
                        clip.reference.path.string(),
                        clip.sha256,
                        first,
                        motion.frames(),
                        {},
                        clip.read.up});
  data.poses.middleRows(first, motion.frames()) = format.rows_of(motion);
  std::transform(motion.root_positions().begin(), motion.root_positions().end(),
                 data.root_positions.begin() + static_cast<std::ptrdiff_t>(first) * 3,
                 [](double value) { return static_cast<float>(value); });
  std::ranges::copy(clip.contacts, std::back_inserter(data.contacts));
  for (const auto& [name, values] : clip.labels) {
    auto& column = data.labels
                       .try_emplace(name, static_cast<std::size_t>(data.size()),
                                    std::numeric_limits<float>::quiet_NaN())
                       .first->second;
    std::copy(values.begin(), values.end(), column.begin() + first);
  }
}

PoseDataset gather_files(const DatasetOptions& options) {
  LoadedClips clips = load_all(options);
  std::vector<std::string> warnings;
  for (auto& clip : clips) std::ranges::move(clip->read.warnings, std::back_inserter(warnings));
  std::ranges::move(useless_patterns(clips, clips.front()->read.motion.skeleton()),
                    std::back_inserter(warnings));
  mocap::ClipOptions clip_options = options.clip;
  clip_options.fps = clips.front()->read.motion.fps();
  if (std::string idle = idle_root(*clips.front()); !idle.empty() && !options.drop_static) {
    warnings.push_back(std::move(idle));
  }
  if (options.drop_static) {
    const auto names = static_everywhere(clips);
    clip_options.remove_joints.insert(clip_options.remove_joints.end(), names.begin(), names.end());
    if (!names.empty()) {
      parallel_for(clips.size(), options.threads, [&](std::size_t i) {
        mocap::Clip& clip = clips[i]->read;
        clip.motion = mocap::remove_joints(clip.motion, names);
        if (clip.in_room) clip.in_room = mocap::remove_joints(*clip.in_room, names);
      });
    }
  }
  if (options.contacts) {
    parallel_for(clips.size(), options.threads,
                 [&](std::size_t i) { clips[i]->contacts = contact_rows(clips[i]->read); });
  }

  PoseDataset data{.skeleton = clips.front()->read.motion.skeleton(),
                   .fps = clip_options.fps,
                   .clip_options = clip_options,
                   .poses = {},
                   .root_positions = {},
                   .clips = {},
                   .labels = {},
                   .warnings = std::move(warnings)};
  Eigen::Index rows = 0;
  for (const auto& clip : clips) rows += clip->read.motion.frames();
  const codec::PoseFormat format = data.format();
  data.poses.resize(rows, format.width());
  data.root_positions.resize(static_cast<std::size_t>(rows) * 3);
  for (auto& clip : clips) {
    append(data, format, *clip);
    clip.reset();  // so that memory does not hold all of it twice
  }
  return data;
}

void tag_clips(PoseDataset& data, const std::string& pattern) {
  const LabelPattern labels(pattern);
  std::vector<std::string> others;
  for (Clip& clip : data.clips) {
    clip.tags = labels.tags_of(clip.name);
    if (clip.tags.empty()) others.push_back(clip.name);
  }
  if (others.empty()) return;
  if (others.size() == data.clips.size()) {
    throw ConfigError("data.label_pattern", pattern,
                      fmt::format("a pattern that clip names follow, such as '{}'", others[0]));
  }
  data.warnings.push_back(fmt::format(
      "data.label_pattern: {} of {} clips, such as '{}', do not follow '{}' and so have no labels",
      others.size(), data.clips.size(), others[0], pattern));
}

}  // namespace

bool DatasetOptions::gathered() const { return clips.size() == 1 && h5::is_hdf5(clips.front()); }

PoseDataset conform(PoseDataset data, const mocap::Standard& standard, const std::string& source) {
  mocap::Motion motion = data.format().motion_of(data.poses, data.fps);
  const mocap::Conformed conformed = mocap::conform(std::move(motion), standard);
  std::ranges::move(mocap::changes_of(conformed, source, standard),
                    std::back_inserter(data.warnings));
  const auto before = footing::contact_points(data.skeleton);
  data.skeleton = conformed.motion.skeleton();
  if (footing::contact_points(data.skeleton) != before) data.contacts.clear();
  data.poses = data.format().rows_of(conformed.motion);
  return data;
}

DatasetOptions DatasetOptions::with_clips(std::vector<std::string> others) const {
  DatasetOptions options = *this;
  options.clips = std::move(others);
  if (!options.gathered()) return options;
  options.clip = {};
  options.range.clear();
  options.drop_static = false;
  return options;
}

PoseDataset gather(const DatasetOptions& options) {
  PoseDataset data = options.gathered() ? load_gathered(options) : gather_files(options);
  if (options.gathered() && options.like) {
    data = conform(std::move(data), {*options.like, "the model"}, options.clips.front());
  }
  if (!options.label_pattern.empty()) tag_clips(data, options.label_pattern);
  return data;
}

}  // namespace poseaae::dataset
