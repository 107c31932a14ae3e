#include "poseaae/latent/pace.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/core/error.hpp"

namespace poseaae::latent {

namespace {

/// `count` equal parts of [0, length], both ends included.
std::vector<double> even(double length, int count) {
  std::vector<double> values;
  for (int i = 0; i <= count; ++i) values.push_back(length * i / count);
  return values;
}

/// How far the way has come at each row: the sum of the chords before it.
std::vector<double> travelled(const Eigen::MatrixXd& points) {
  std::vector<double> lengths{0.0};
  for (Eigen::Index i = 1; i < points.rows(); ++i) {
    lengths.push_back(lengths.back() + (points.row(i) - points.row(i - 1)).norm());
  }
  return lengths;
}

}  // namespace

std::vector<double> constant_pace(const std::function<Batch(const std::vector<double>&)>& way,
                                  double length, int frames, bool closed, const PointMetric& metric,
                                  int per_frame) {
  if (frames < 1) throw UsageError(fmt::format("expected at least one frame, found {}", frames));
  const int steps = closed ? frames : frames - 1;
  if (steps == 0) return {0.0};
  const std::vector<double> places = even(length, steps * std::max(per_frame, 1));
  const std::vector<double> lengths = travelled(metric(way(places)));
  std::vector<double> result = even(length, steps);
  result.resize(static_cast<std::size_t>(frames));
  if (!(lengths.back() > 0.0)) return result;
  std::size_t left = 0;
  for (int k = 1; k < steps; ++k) {
    const double target = lengths.back() * k / steps;
    while (lengths[left + 1] < target) ++left;
    const double part = (target - lengths[left]) / (lengths[left + 1] - lengths[left]);
    result[static_cast<std::size_t>(k)] = places[left] + part * (places[left + 1] - places[left]);
  }
  return result;
}

}  // namespace poseaae::latent
