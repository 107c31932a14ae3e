#include "held_still.hpp"

#include <algorithm>
#include <cmath>
#include <deque>

namespace poseaae::footing {

using mocap::Vec3;

double median(std::vector<double> values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  const double upper = *middle;
  if (values.size() % 2 == 1) return upper;
  return 0.5 * (upper + *std::max_element(values.begin(), middle));
}

double without_tremble(double deviation, double small) {
  const double square = deviation * deviation;
  return square > 0.0 ? deviation * square / (square + small * small) : 0.0;
}

namespace {

/// A point of the tube around the sums of a way up to a frame.
struct Knot {
  int frame = 0;
  double sum = 0.0;
};
double slope(const Knot& a, const Knot& b) { return (b.sum - a.sum) / (b.frame - a.frame); }

/// The shortest way through a tube from the left: all of it up to `apex` is known; from there on it
/// goes between the tightest strings along the upper side (`sign` 1) and the lower side (-1).
struct Funnel {
  Knot apex;
  std::deque<Knot> upper;
  std::deque<Knot> lower;
  std::vector<double> slopes;  ///< per frame, up to the apex

  void advance(const Knot& to) {
    slopes.resize(static_cast<std::size_t>(to.frame), slope(apex, to));
    apex = to;
  }
  void add(const Knot& knot, double sign) {
    auto& side = sign > 0 ? upper : lower;
    auto& other = sign > 0 ? lower : upper;
    const auto before = [&] { return side.size() > 1 ? side[side.size() - 2] : apex; };
    while (!side.empty() && sign * (slope(side.back(), knot) - slope(before(), side.back())) <= 0) {
      side.pop_back();
    }
    while (side.empty() && !other.empty() &&
           sign * (slope(apex, other.front()) - slope(apex, knot)) >= 0) {
      advance(other.front());
      other.pop_front();
    }
    side.push_back(knot);
  }
};

std::vector<double> taut(const std::vector<double>& way, double strength) {
  Funnel funnel;
  double sum = 0.0;
  const auto frames = static_cast<int>(way.size());
  for (int t = 1; t < frames; ++t) {
    sum += way[t - 1];
    funnel.add({t, sum + strength}, 1.0);
    funnel.add({t, sum - strength}, -1.0);
  }
  funnel.add({frames, sum + way.back()}, 1.0);
  for (const Knot& knot : funnel.upper) funnel.advance(knot);
  return funnel.slopes;
}

std::vector<Vec3> averaged(const std::vector<Vec3>& places, double sigma, bool round) {
  const auto count = static_cast<int>(places.size());
  const int reach = std::min(count - 1, static_cast<int>(std::ceil(3.0 * sigma)));
  std::vector<Vec3> result;
  for (int t = 0; t < count; ++t) {
    Vec3 sum = Vec3::Zero();
    double total = 0.0;
    for (int i = t - reach; i <= t + reach; ++i) {
      if (!round && (i < 0 || i >= count)) continue;
      const double weight = std::exp(-0.5 * (i - t) * (i - t) / (sigma * sigma));
      sum += weight * places[(i + count) % count];
      total += weight;
    }
    result.emplace_back(sum / total);
  }
  return result;
}

}  // namespace

std::vector<Vec3> held_still(const std::vector<Vec3>& way, double strength, double sigma,
                             bool round) {
  const std::size_t count = way.size();
  const std::size_t turns = round ? 3 : 1;  // the one in the middle knows of no seam
  std::vector<Vec3> result(count);
  for (int axis = 0; axis < 3; ++axis) {
    std::vector<double> values;
    for (std::size_t k = 0; k < turns * count; ++k) values.push_back(way[k % count][axis]);
    const auto still = taut(values, strength);
    for (std::size_t k = 0; k < count; ++k) result[k][axis] = still[k + turns / 2 * count];
  }
  return averaged(result, sigma, round);
}

}  // namespace poseaae::footing
