#include <algorithm>
#include <vector>

#include "loops.hpp"

namespace poseaae::latent::loops {

namespace {

/// Length of the step that leads to each frame; to the first, from the last.
std::vector<double> steps_to(const Batch& latents, const PointMetric& metric) {
  const Eigen::MatrixXd positions = metric(latents);
  const Eigen::Index frames = positions.rows();
  std::vector<double> steps;
  for (Eigen::Index t = 0; t < frames; ++t) {
    steps.push_back((positions.row(t) - positions.row((t + frames - 1) % frames)).norm());
  }
  return steps;
}

}  // namespace

Batch begin_where_slowest(const Batch& latents, const PointMetric& metric) {
  const auto steps = steps_to(latents, metric);
  const Eigen::Index first = std::min_element(steps.begin(), steps.end()) - steps.begin();
  Batch turned(latents.rows(), latents.cols());
  turned << latents.bottomRows(latents.rows() - first), latents.topRows(first);
  return turned;
}

double closing_step(const Batch& latents, const PointMetric& metric) {
  auto steps = steps_to(latents, metric);
  const double closing = steps.front();
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle > 0.0 ? closing / *middle : 0.0;
}

}  // namespace poseaae::latent::loops
