#include "poseaae/metrics/interpolation.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/metrics/neighbours.hpp"

namespace poseaae::metrics {

double PathQuality::mean_length_ratio() const {
  double sum = 0.0;
  int count = 0;
  for (const double ratio : length_ratio) {
    if (std::isnan(ratio)) continue;
    sum += ratio;
    ++count;
  }
  return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

PathQuality path_quality(const Batch& points, int steps) {
  if (steps < 3 || points.rows() == 0 || points.rows() % steps != 0 || points.cols() % 3 != 0) {
    throw UsageError(
        fmt::format("paths: expected whole paths of 3 steps or more with x y z of each joint, "
                    "found {} x {} with {} steps per path",
                    points.rows(), points.cols(), steps));
  }
  constexpr double kNoWay = 0.01;  // metres
  const int joints = static_cast<int>(points.cols() / 3);
  const Eigen::Index paths = points.rows() / steps;
  PathQuality quality{Eigen::VectorXd(paths), Eigen::VectorXd(paths)};
  for (Eigen::Index path = 0; path < paths; ++path) {
    const auto at = [&](int step) { return points.row(path * steps + step).data(); };
    Eigen::ArrayXd strides(steps - 1);
    for (int s = 0; s + 1 < steps; ++s) strides[s] = joint_distance(at(s), at(s + 1), joints);
    const double way = joint_distance(at(0), at(steps - 1), joints);
    quality.length_ratio[path] =
        way < kNoWay ? std::numeric_limits<double>::quiet_NaN() : strides.sum() / way;
    const double mean = strides.mean();
    quality.speed_variation[path] =
        mean > 0.0 ? std::sqrt((strides - mean).square().mean()) / mean : 0.0;
  }
  return quality;
}

double perceptual_path_length(const DecodePoints& decode, const Batch& latents,
                              const Batch& directions, double step) {
  if (latents.rows() != directions.rows() || latents.cols() != directions.cols()) {
    throw UsageError(
        fmt::format("path length: expected one direction per latent, found {} x {} and {} x {}",
                    latents.rows(), latents.cols(), directions.rows(), directions.cols()));
  }
  std::vector<Eigen::Index> moving;
  for (Eigen::Index i = 0; i < directions.rows(); ++i) {
    if (directions.row(i).squaredNorm() > 0.0F) moving.push_back(i);
  }
  if (moving.empty())
    throw UsageError("path length: expected directions other than zero, found zero");
  const Batch here = latents(moving, Eigen::all);
  const Batch along = directions(moving, Eigen::all).rowwise().normalized();
  const Batch moved = decode(here + static_cast<float>(step) * along) - decode(here);
  const double joints = static_cast<double>(moved.cols()) / 3.0;
  const double pairs = static_cast<double>(moved.rows()) * joints;
  return moved.cast<double>().squaredNorm() / (pairs * step * step);
}

}  // namespace poseaae::metrics
