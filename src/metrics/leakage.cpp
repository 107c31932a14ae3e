#include "poseaae/metrics/leakage.hpp"

#include <fmt/format.h>

#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/metrics/neighbours.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::metrics {

namespace {

double median(const Eigen::VectorXd& values) {
  return percentile({values.begin(), values.end()}, 50.0);
}

double median_frame_step(const Batch& all, const std::vector<Stretch>& clips) {
  std::vector<double> steps;
  for (const auto& [first, frames] : clips) {
    if (first < 0 || frames < 0 || first + frames > all.rows()) {
      throw UsageError(
          fmt::format("leakage: expected clips within {} rows, found {} frames from "
                      "row {}",
                      all.rows(), frames, first));
    }
    for (int t = first; t + 1 < first + frames; ++t) {
      steps.push_back(joint_distance(all.row(t).data(), all.row(t + 1).data(),
                                     static_cast<int>(all.cols() / 3)));
    }
  }
  if (steps.empty()) throw UsageError("leakage: expected two consecutive frames, found none");
  return percentile(std::move(steps), 50.0);
}

}  // namespace

std::string Leakage::warning() const {
  if (!leaks()) return "";
  constexpr double kMillimetres = 1000.0;
  return fmt::format(
      "the held-out poses are nearly the same as the training poses: half of them lie within "
      "{:.1f} mm of a training pose, which is {:.1f} times the step from frame to frame ({:.1f} "
      "mm). Errors on them say little about new motion; use data.split=clip or block",
      kMillimetres * median_m, ratio(), kMillimetres * frame_step_m);
}

Leakage leakage(const Batch& train, const Batch& test, const Batch& all,
                const std::vector<Stretch>& clips, int threads) {
  return leakage(nearest(test, train, threads).distance_m, all, clips);
}

Leakage leakage(Eigen::VectorXd nearest_m, const Batch& all, const std::vector<Stretch>& clips) {
  if (nearest_m.size() == 0) throw UsageError("leakage: expected a test pose, found none");
  Leakage found;
  found.nearest_m = std::move(nearest_m);
  found.median_m = median(found.nearest_m);
  found.frame_step_m = median_frame_step(all, clips);
  return found;
}

}  // namespace poseaae::metrics
