#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/evaluation/inbetween.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/mirror.hpp"

namespace poseaae::evaluation::inbetween {

namespace {

using mocap::Motion;
using mocap::Vec3;

/// What a clip contributes.
struct Cut {
  std::optional<mocap::Skeleton> skeleton;
  double fps = 0.0;
  metrics::FeatureScale scale{};
  std::vector<Motion> windows{};  ///< held out
  int count = 0;                  ///< of windows
  std::vector<std::string> warnings{};
};

Motion without_places(const Motion& motion) {
  std::vector<std::string> above;
  const mocap::Skeleton& skeleton = motion.skeleton();
  for (int j = skeleton.parent(mocap::body_of(motion)); j >= 0; j = skeleton.parent(j)) {
    above.push_back(skeleton.name(j));
  }
  return above.empty() ? motion : mocap::remove_joints(motion, above);
}

/// The clip of a source, ready to be cut.
Motion ready(const Source& source, std::vector<std::string>& warnings) {
  try {
    mocap::Clip clip = source.read();
    warnings = std::move(clip.warnings);
    Motion motion = without_places(clip.motion);
    while (!motion.translations().empty()) {
      const int joint = motion.translations().begin()->first;
      warnings.push_back(
          fmt::format("{}: {} moves relative to its parent; in-betweening keeps it at its OFFSET",
                      source.name, motion.skeleton().name(joint)));
      motion.remove_translation(joint);
    }
    return mocap::make_continuous(std::move(motion));
  } catch (const UsageError& problem) {
    throw UsageError(fmt::format("{}: {}", source.name, problem.what()));
  }
}

Vec3 forward_of(const mocap::Skeleton& skeleton) {
  return mocap::upright(skeleton, 0).conjugate() * Vec3::UnitZ();
}

Cut cut(const Motion& clip, bool held_out, const Vec3& forward) {
  Cut found{.skeleton = clip.skeleton(), .fps = clip.fps()};
  const int length = held_out ? kTestWindow : kTrainWindow;
  for (const int at : window_starts(clip.frames(), length, held_out ? kTestHop : kTrainHop)) {
    Motion window = in_common_frame(clip.slice(at, at + length), forward);
    ++found.count;
    if (held_out) {
      found.windows.push_back(std::move(window));
    } else {
      found.scale.add(metrics::world_positions(window));
    }
  }
  return found;
}

/// The same rotations and root positions with other lengths of bones.
Motion on_skeleton(const Motion& motion, const mocap::Skeleton& skeleton) {
  Motion moved(skeleton, motion.fps(), motion.frames());
  std::ranges::copy(motion.rotations(), moved.rotations().begin());
  std::ranges::copy(motion.root_positions(), moved.root_positions().begin());
  return moved;
}

void require_same_joints(const Source& source, const mocap::Skeleton& skeleton, const Source& first,
                         const mocap::Skeleton& expected) {
  const auto odd = expected.first_difference(skeleton);
  if (!odd) return;
  const auto name = [&](const mocap::Skeleton& s) {
    return *odd < s.joints() ? "'" + s.name(*odd) + "'" : std::string("no more joints");
  };
  throw UsageError(fmt::format(
      "{}: expected the joints of {}, which has {} as joint {}, found {}; in-betweening "
      "compares clips of one skeleton",
      source.name, first.name, name(expected), *odd, name(skeleton)));
}

/// Clips of this kind without a window, in a line; "" where there are none.
std::string too_short(const std::vector<Source>& sources, const std::vector<Cut>& cuts,
                      bool held_out) {
  std::vector<std::string> names;
  std::size_t of = 0;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (sources[i].held_out != held_out) continue;
    ++of;
    if (cuts[i].count == 0) names.push_back(sources[i].name);
  }
  if (names.empty()) return "";
  constexpr std::size_t kShown = 3;
  const std::size_t count = names.size();
  if (count > kShown) names.resize(kShown);
  return fmt::format("{} of {} {} clips have fewer than {} frames and give no window: {}{}", count,
                     of, held_out ? "held-out" : "training",
                     (held_out ? kTestWindow : kTrainWindow) + 1, fmt::join(names, ", "),
                     count > kShown ? ", ..." : "");
}

void add_warnings(Data& data, const std::vector<Source>& sources, const std::vector<Cut>& cuts) {
  for (const bool held_out : {false, true}) {
    if (auto line = too_short(sources, cuts, held_out); !line.empty()) {
      data.warnings.push_back(std::move(line));
    }
  }
  for (const Cut& one : cuts) {
    data.warnings.insert(data.warnings.end(), one.warnings.begin(), one.warnings.end());
  }
  if (std::abs(data.fps - kFps) > 0.5) {
    data.warnings.push_back(fmt::format(
        "expected clips at {} frames per second, since the gaps count frames, found {}; "
        "for gaps of the benchmark's duration, resample them (data.resample_fps)",
        kFps, data.fps));
  }
}

void require_windows(const Data& data, const std::vector<Source>& sources) {
  const bool train = data.train_windows > 0;
  if (train && !data.windows.empty()) return;
  const auto of_kind = std::ranges::count(sources, train, &Source::held_out);
  throw UsageError(fmt::format(
      "in-betweening: expected a {} clip of {} frames or more, found none among {}; use longer "
      "clips",
      train ? "held-out" : "training", (train ? kTestWindow : kTrainWindow) + 1, of_kind));
}

/// All clips on the skeleton of the first for training.
Data put_together(const std::vector<Source>& sources, const std::vector<Cut>& cuts,
                  std::size_t first) {
  Data data{.skeleton = *cuts[first].skeleton, .fps = cuts[first].fps};
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    data.scale.add(cuts[i].scale);
    if (!sources[i].held_out) data.train_windows += cuts[i].count;
    (sources[i].held_out ? data.test_clips : data.train_clips) += cuts[i].count > 0 ? 1 : 0;
    for (const Motion& window : cuts[i].windows) {
      data.windows.push_back({on_skeleton(window, data.skeleton), static_cast<int>(i)});
    }
  }
  require_windows(data, sources);
  add_warnings(data, sources, cuts);
  return data;
}

}  // namespace

Data cut_windows(const std::vector<Source>& sources, const std::optional<Vec3>& forward,
                 int threads) {
  const auto found = std::ranges::find(sources, false, &Source::held_out);
  if (found == sources.end()) {
    throw UsageError("in-betweening: expected clips for training, found none");
  }
  const auto first = static_cast<std::size_t>(found - sources.begin());
  std::vector<Cut> cuts(sources.size());
  const auto take = [&](std::size_t i, const std::optional<Vec3>& axis) {
    std::vector<std::string> warnings;
    const Motion clip = ready(sources[i], warnings);
    cuts[i] = cut(clip, sources[i].held_out, axis ? *axis : forward_of(clip.skeleton()));
    cuts[i].warnings = std::move(warnings);
  };
  take(first, forward);
  const mocap::Skeleton skeleton = *cuts[first].skeleton;
  const Vec3 axis = forward ? *forward : forward_of(skeleton);
  parallel_for(sources.size(), threads, [&](std::size_t i) {
    if (i == first) return;
    take(i, axis);
    require_same_joints(sources[i], *cuts[i].skeleton, sources[first], skeleton);
  });
  return put_together(sources, cuts, first);
}

}  // namespace poseaae::evaluation::inbetween
