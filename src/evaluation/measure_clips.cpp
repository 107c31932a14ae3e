#include <optional>

#include "evaluation_data.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/metrics/statistics.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/pose_view.hpp"
#include "world_clip.hpp"

namespace poseaae::evaluation {

namespace {

constexpr int kShortest = 8;  // frames; shorter stretches say little about motion

Batch world_positions(const mocap::Motion& motion) {
  const std::vector<double> flat = mocap::joint_positions(motion);
  const auto frames = static_cast<Eigen::Index>(motion.frames());
  using Wide = BatchOf<double>;
  return Eigen::Map<const Wide>(flat.data(), frames, 3 * static_cast<Eigen::Index>(motion.joints()))
      .cast<float>();
}

/// The stretch with the body going where it went, and the other joints as they were decoded.
mocap::Motion decoded_motion(const EvaluationData& data, const WorldStretch& stretch,
                             const Batch& rebuilt) {
  mocap::Motion motion = stretch.motion;
  for (int t = 0; t < stretch.where.frames; ++t) {
    const mocap::PoseView<const float> pose(rebuilt.row(stretch.where.row + t).data());
    for (const int j : data.space.turning_joints()) {
      motion.set_rotation(t, j, pose.rotation(j));
    }
  }
  return motion;
}

/// Sums over stretches, one a clip, as clip_bootstrap_ratio() takes them.
struct Sums {
  Eigen::VectorXd decoded;
  Eigen::VectorXd original;
  Eigen::VectorXd weight;
  std::vector<int> clips;

  explicit Sums(std::size_t stretches)
      : decoded(static_cast<Eigen::Index>(stretches)),
        original(decoded.size()),
        weight(decoded.size()) {}
  void set(std::size_t i, int clip, double of_decoded, double of_original, double count) {
    const auto row = static_cast<Eigen::Index>(i);
    decoded[row] = count * of_decoded;
    original[row] = count * of_original;
    weight[row] = count;
    clips.push_back(clip);
  }
};

void add_ratio(const EvaluationData& data, Report& report, const std::string& name,
               const std::string& unit, const Eigen::VectorXd& above, const Eigen::VectorXd& below,
               const std::vector<int>& clips) {
  report.measures.push_back(
      over_clips("smoothness", name, unit,
                 metrics::clip_bootstrap_ratio(above, below, clips, data.options.resamples,
                                               data.options.seed)));
}

}  // namespace

std::vector<WorldStretch> read_world(const dataset::PoseDataset& data,
                                     const metrics::PoseSpace& space,
                                     const std::vector<TestStretch>& stretches, int threads) {
  std::vector<std::optional<WorldStretch>> read(stretches.size());
  parallel_for(stretches.size(), threads, [&](std::size_t i) {
    const TestStretch& where = stretches[i];
    if (where.frames < kShortest) return;
    const auto clip = clip_in_world(data, data.clips[static_cast<std::size_t>(where.clip)]);
    if (!clip) return;
    mocap::Motion motion = clip->slice(where.clip_frame, where.clip_frame + where.frames);
    const Batch positions = world_positions(motion);
    const auto feet = metrics::foot_joints(space.skeleton(), positions);
    auto contacts = metrics::find_contacts(positions, feet, motion.fps());
    const double skating = metrics::foot_skating(positions, contacts, motion.fps());
    read[i] = WorldStretch{where, std::move(motion), std::move(contacts), skating};
  });
  std::vector<WorldStretch> found;
  for (auto& stretch : read) {
    if (stretch && stretch->contacts.count() > 0) found.push_back(std::move(*stretch));
  }
  return found;
}

void measure_smoothness(const EvaluationData& data, const Coded& coded, Report& report) {
  const double fps = data.dataset.fps;
  std::vector<TestStretch> long_enough;
  for (const TestStretch& stretch : data.stretches) {
    if (stretch.frames >= kShortest) long_enough.push_back(stretch);
  }
  if (!long_enough.empty()) {
    Sums jerk(long_enough.size());
    for (std::size_t i = 0; i < long_enough.size(); ++i) {
      const auto& [clip, at, row, frames] = long_enough[i];
      jerk.set(i, clip, metrics::mean_jerk(coded.rebuilt_points.middleRows(row, frames), fps),
               metrics::mean_jerk(data.test_points.middleRows(row, frames), fps), frames - 3.0);
    }
    add_ratio(data, report, "jerk", "m/s^3", jerk.decoded, jerk.weight, jerk.clips);
    add_ratio(data, report, "jerk of originals", "m/s^3", jerk.original, jerk.weight, jerk.clips);
    add_ratio(data, report, "jerk ratio", "", jerk.decoded, jerk.original, jerk.clips);
  }
  if (data.world.empty()) return;
  Sums skating(data.world.size());
  for (std::size_t i = 0; i < data.world.size(); ++i) {
    const WorldStretch& stretch = data.world[i];
    const Batch positions = world_positions(decoded_motion(data, stretch, coded.rebuilt));
    skating.set(i, stretch.where.clip, metrics::foot_skating(positions, stretch.contacts, fps),
                stretch.skating_m_s, stretch.contacts.count());
  }
  add_ratio(data, report, "foot skating", "m/s", skating.decoded, skating.weight, skating.clips);
  add_ratio(data, report, "foot skating of originals", "m/s", skating.original, skating.weight,
            skating.clips);
}

}  // namespace poseaae::evaluation
