#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/dataset/split.hpp"
#include "poseaae/evaluation/write.hpp"
#include "poseaae/metrics/inbetween.hpp"
#include "poseaae/mocap/clip.hpp"

/// Methods that fill gaps in motion, measured as the LAFAN1 benchmark does it
/// (metrics/inbetween.hpp has its source and the measures).
namespace poseaae::evaluation::inbetween {

/// The benchmark's numbers of frames.
inline constexpr int kPast = 10;    ///< before the gap
inline constexpr int kFuture = 10;  ///< behind it; a method sees the first, its target
inline constexpr int kGaps[] = {5, 15, 30, 45};
inline constexpr int kTestWindow = 65;  ///< kPast, the longest gap, kFuture
inline constexpr int kTestHop = 40;     ///< from window to window
inline constexpr int kTrainWindow = 50;
inline constexpr int kTrainHop = 20;
inline constexpr double kFps = 30.0;

/// The frames where the windows of a clip of so many frames begin: every i = 0, hop, 2 hop, ...
/// with i + window < frames. So a window ends before the clip's last frame, as in the benchmark.
[[nodiscard]] std::vector<int> window_starts(int frames, int window, int hop);

/// The window where the benchmark puts it: the mean of its root positions at x = z = 0, and turned
/// about the vertical through that point until the root's local axis `forward`, in the last frame
/// of the past and seen from above, points to +X.
[[nodiscard]] mocap::Motion in_common_frame(mocap::Motion window, const mocap::Vec3& forward);

/// A gap and what a method may know of it: motions on one skeleton, `past` with kPast frames and
/// `target` with the one behind the gap.
struct Gap {
  mocap::Motion past;
  mocap::Motion target;
  int frames = 0;
};

/// A way to fill gaps: `fill` returns gap.frames frames on the skeleton of the gap.
struct Method {
  std::string name;
  std::function<mocap::Motion(const Gap& gap)> fill;
};

/// The methods that need nothing but the gap, first the benchmark's baselines.
[[nodiscard]] const std::vector<Method>& methods();

/// A clip to take windows from.
struct Source {
  std::string name;
  std::function<mocap::Clip()> read;  ///< called once, perhaps on another thread
  bool held_out = false;              ///< gives test windows; the others give the statistics
};

struct Window {
  mocap::Motion motion;  ///< kTestWindow frames in the common frame, on the skeleton of the Data
  int clip = 0;          ///< number of its source
};

/// What methods are measured on.
struct Data {
  mocap::Skeleton skeleton;
  double fps = kFps;
  metrics::FeatureScale scale{};  ///< of the world positions in the training windows
  std::vector<Window> windows{};
  int train_clips = 0;  ///< that give a window
  int test_clips = 0;
  int train_windows = 0;
  std::vector<std::string> warnings{};
};

/// Cuts windows. All clips have the joints of the first one for training, and held-out windows its
/// lengths of bones too; local quaternions are continuous over each clip. Joints above the body
/// are left out, and joints stay at their OFFSETs, whatever translation tracks say.
///
/// `forward` is the local axis of the root that leads out of the dancer's front; none: that of
/// mocap::upright(). Warnings are those of the clips, and name clips that are too short for a
/// window.
/// @throws UsageError when joints differ, or no clip for training or none held out gives a window
[[nodiscard]] Data cut_windows(const std::vector<Source>& sources,
                               const std::optional<mocap::Vec3>& forward = {}, int threads = 0);

/// The clips of a dataset by a split of whole clips, read again from their files, with their way
/// through the room. @throws UsageError for another split; InputError for a clip whose file is
/// not what the dataset was gathered from
[[nodiscard]] Data clips_of(const dataset::PoseDataset& data, const dataset::Split& split,
                            int threads = 0);

/// Clips, windows, joints and rate of the data, in a line.
[[nodiscard]] std::string describe(const Data& data);

/// What a measure is called that belongs to gaps of so many frames: "5 frames".
[[nodiscard]] std::string gap_name(int frames);

/// Of a method: the groups L2Q, L2P and NPSS with a measure per gap and its 95 %
/// interval over resampled clips; and `data`, numbers of clips and windows. Signs of the filled
/// quaternions follow from the last frame of the past.
/// @throws Error when a method does not return what it should
[[nodiscard]] Report measure(const Data& data, const Method& method, std::uint64_t seed = 1,
                             int threads = 0);
/// Every method on the same data.
[[nodiscard]] Comparison compare(const Data& data, const std::vector<Method>& methods,
                                 std::uint64_t seed = 1, int threads = 0);

/// The same for each of so many folds of the dataset's clips, held out in turn (data.folds), or for
/// the split as it is when `folds` is 0. Of several folds, reports are means over them. Warnings
/// are logged. @throws as dataset::split() and clips_of() do
[[nodiscard]] Comparison cross_validate(const dataset::PoseDataset& data,
                                        const dataset::SplitOptions& split, int folds,
                                        const std::vector<Method>& methods, std::uint64_t seed = 1,
                                        int threads = 0);

}  // namespace poseaae::evaluation::inbetween
