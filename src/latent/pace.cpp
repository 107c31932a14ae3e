#include "poseaae/latent/pace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {

namespace {

/// `count` equal parts of [0, length], both ends included.
std::vector<double> even(double length, int count) {
  std::vector<double> values;
  for (int i = 0; i <= count; ++i) values.push_back(length * i / count);
  return values;
}

/// The length of the curve up to each row: the sum of the chords before it.
std::vector<double> travelled(const Eigen::MatrixXd& points) {
  std::vector<double> lengths{0.0};
  for (Eigen::Index i = 1; i < points.rows(); ++i) {
    lengths.push_back(lengths.back() + (points.row(i) - points.row(i - 1)).norm());
  }
  return lengths;
}

/// Positions that divide the curve evenly, linear between those that were measured; the ends stay.
std::vector<double> share_out(const std::vector<double>& parameters,
                              const std::vector<double>& lengths, int steps) {
  std::vector<double> result{parameters.front()};
  std::size_t left = 0;
  for (int k = 1; k < steps; ++k) {
    const double target = lengths.back() * k / steps;
    while (lengths[left + 1] < target) ++left;
    const double part = (target - lengths[left]) / (lengths[left + 1] - lengths[left]);
    result.push_back(parameters[left] + part * (parameters[left + 1] - parameters[left]));
  }
  result.push_back(parameters.back());
  return result;
}

/// Largest difference of a step from their mean, in units of it.
double unevenness(const std::vector<double>& lengths) {
  const double mean = lengths.back() / static_cast<double>(lengths.size() - 1);
  double largest = 0.0;
  for (std::size_t i = 1; i < lengths.size(); ++i) {
    largest = std::max(largest, std::abs(lengths[i] - lengths[i - 1] - mean));
  }
  return largest / mean;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// A curve as places in the metric, ascending in u.
class Measured {
 public:
  Measured(const std::function<Batch(const std::vector<double>&)>& curve, const PointMetric& metric,
           int steps)
      : curve_(curve), metric_(metric) {
    add(even(steps, steps));
  }

  [[nodiscard]] std::vector<double> lengths() const {
    std::vector<double> found;
    for (std::size_t i = 1; i < points_.size(); ++i) {
      found.push_back((points_[i].place - points_[i - 1].place).norm());
    }
    return found;
  }
  /// Halves the parts that are longer than that; false when there is none.
  bool halve(double longest) {
    const std::vector<double> parts = lengths();
    std::vector<double> middles;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i] > longest) middles.push_back(std::midpoint(points_[i].u, points_[i + 1].u));
    }
    if (!middles.empty()) add(middles);
    return !middles.empty();
  }
  [[nodiscard]] double u(std::size_t i) const { return points_[i].u; }

 private:
  struct Point {
    double u;
    Eigen::RowVectorXd place;
  };

  void add(const std::vector<double>& moments) {
    const Eigen::MatrixXd places = metric_(curve_(moments));
    for (std::size_t i = 0; i < moments.size(); ++i) {
      points_.push_back({moments[i], places.row(static_cast<Eigen::Index>(i))});
    }
    std::ranges::sort(points_, {}, &Point::u);
  }

  const std::function<Batch(const std::vector<double>&)>& curve_;
  const PointMetric& metric_;
  std::vector<Point> points_;
};

}  // namespace

std::vector<double> constant_pace(const std::function<Batch(const std::vector<double>&)>& curve,
                                  double length, int frames, bool closed, const PointMetric& metric,
                                  int per_frame) {
  if (frames < 1) throw UsageError(fmt::format("expected at least one frame, found {}", frames));
  const int steps = closed ? frames : frames - 1;
  if (steps == 0) return {0.0};
  const auto measure = [&](const std::vector<double>& parameters) {
    return travelled(metric(curve(parameters)));
  };
  std::vector<double> best = even(length, steps);
  const std::vector<double> dense = even(length, steps * std::max(per_frame, 1));
  const std::vector<double> lengths = measure(dense);
  if (lengths.back() > 0.0) {
    std::vector<double> parameters = share_out(dense, lengths, steps);
    constexpr double kEven = 1e-3;
    constexpr int kRounds = 40;
    double least = std::numeric_limits<double>::infinity();
    for (int round = 0; round < kRounds && least > kEven; ++round) {
      const std::vector<double> chords = measure(parameters);
      const double uneven = unevenness(chords);
      if (uneven < least) {
        least = uneven;
        best = parameters;
      }
      parameters = share_out(parameters, chords, steps);
    }
  }
  best.resize(static_cast<std::size_t>(frames));
  return best;
}

std::vector<double> unhurried_pace(const std::function<Batch(const std::vector<double>&)>& curve,
                                   int frames, bool closed, const PointMetric& metric,
                                   double most) {
  if (frames < 1) throw UsageError(fmt::format("expected at least one frame, found {}", frames));
  const int steps = closed ? frames : frames - 1;
  if (steps == 0) return {0.0};
  Measured measured(curve, metric, steps);
  const double limit = most * median(measured.lengths());
  constexpr double kParts = 4.0;  // of the longest step
  constexpr int kHalvings = 16;
  for (int i = 0; limit > 0.0 && i < kHalvings && measured.halve(limit / kParts);) ++i;
  std::vector<double> clock{0.0};  // in frames
  const std::vector<double> lengths = measured.lengths();
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    const double time = limit > 0.0 ? lengths[i] / limit : 0.0;
    clock.push_back(clock.back() + std::max(time, measured.u(i + 1) - measured.u(i)));
  }
  const double frame = closed ? clock.back() / frames : 1.0;
  std::vector<double> moments;
  std::size_t i = 0;
  for (int t = 0; t < frames; ++t) {
    const double now = std::min(frame * t, clock.back());
    while (i + 2 < clock.size() && clock[i + 1] <= now) ++i;
    moments.push_back(
        std::lerp(measured.u(i), measured.u(i + 1), (now - clock[i]) / (clock[i + 1] - clock[i])));
  }
  return moments;
}

}  // namespace poseaae::latent
