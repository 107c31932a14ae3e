#include "poseaae/metrics/motion_windows.hpp"

#include <fmt/format.h>

#include <numeric>

#include "poseaae/base/error.hpp"
#include "poseaae/metrics/neighbours.hpp"
#include "poseaae/metrics/smoothness.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::metrics {

namespace {

constexpr int kNeighbour = 3;  // whose distance is the radius of a ball

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

Batch Motions::windows(int frames) const {
  constexpr int kShown = 5;
  std::vector<Eigen::RowVectorXf> rows;
  for (const Batch& clip : points) {
    for (Eigen::Index start = 0; start + frames <= clip.rows(); start += 2) {
      Eigen::RowVectorXf row(kShown * clip.cols());
      for (int i = 0; i < kShown; ++i) {
        const Eigen::Index frame = start + i * (frames - 1) / (kShown - 1);
        row.segment(i * clip.cols(), clip.cols()) = clip.row(frame);
      }
      rows.push_back(std::move(row));
    }
  }
  if (rows.size() < 2) {
    throw UsageError(fmt::format(
        "measuring motion: expected clips longer than windows of {} frames, found none", frames));
  }
  Batch all(static_cast<Eigen::Index>(rows.size()), rows.front().size());
  for (std::size_t i = 0; i < rows.size(); ++i) all.row(static_cast<Eigen::Index>(i)) = rows[i];
  return all;
}

std::vector<double> Motions::speeds() const {
  std::vector<double> values;
  for (const Batch& clip : points) {
    const Eigen::Index joints = clip.cols() / 3;
    for (Eigen::Index t = 0; t + 1 < clip.rows(); ++t) {
      const Eigen::RowVectorXf step = clip.row(t + 1) - clip.row(t);
      double sum = 0.0;
      for (Eigen::Index k = 0; k < joints; ++k) sum += step.segment<3>(3 * k).norm();
      values.push_back(sum * fps / static_cast<double>(joints));
    }
  }
  return values;
}

double Motions::jerk() const {
  constexpr Eigen::Index kFewest = 4;
  double sum = 0.0;
  double frames = 0.0;
  for (const Batch& clip : points) {
    if (clip.rows() < kFewest) continue;
    const auto weight = static_cast<double>(clip.rows() - kFewest + 1);
    sum += weight * mean_jerk(clip, fps);
    frames += weight;
  }
  return frames > 0.0 ? sum / frames : 0.0;
}

MotionYardstick::MotionYardstick(const Motions& train, const Motions& held_out, int window,
                                 int threads)
    : window_(window),
      threads_(threads),
      train_(windows_of(train)),
      held_out_(windows_of(held_out)),
      speeds_(train.speeds()) {}

Batch MotionYardstick::windows_of(const Motions& motions) const {
  constexpr int kMost = 2000;  // the distance depends on how many there are
  return spread_rows(motions.windows(window_), kMost);
}

MotionQuality MotionYardstick::measure(const Motions& motions) const {
  const Batch windows = windows_of(motions);
  const auto speeds = motions.speeds();
  return {.train_m2 = frechet_distance(windows, train_),
          .held_out_m2 = frechet_distance(windows, held_out_),
          .quality = precision_recall(train_, windows, kNeighbour, threads_),
          .speed_m_s = mean_of(speeds),
          .speeds_m_s = wasserstein_1(speeds, speeds_),
          .jerk_m_s3 = motions.jerk()};
}

double MotionYardstick::precision(const Motions& motions) const {
  return metrics::precision(train_, windows_of(motions), kNeighbour, threads_);
}

double MotionYardstick::diversity(const Motions& motions) const {
  return average_pairwise_distance(windows_of(motions), threads_);
}

}  // namespace poseaae::metrics
