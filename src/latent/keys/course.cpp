#include "course.hpp"

#include <algorithm>

namespace poseaae::latent::keys {

namespace {

using Values = std::vector<std::pair<int, double>>;

double slope_between(const std::pair<int, double>& a, const std::pair<int, double>& b) {
  return (b.second - a.second) / (b.first - a.first);
}

double slope_at(const Values& values, std::size_t i) {
  if (i == 0 || i + 1 == values.size()) return 0.0;
  const double before = slope_between(values[i - 1], values[i]);
  const double behind = slope_between(values[i], values[i + 1]);
  return before * behind <= 0.0 ? 0.0 : 2.0 * before * behind / (before + behind);
}

double hermite(const Values& values, std::size_t i, int frame) {
  const auto& [from, a] = values[i];
  const auto& [to, b] = values[i + 1];
  const double length = to - from;
  const double u = (frame - from) / length;
  const double v = 1.0 - u;
  return a * v * v * (1.0 + 2.0 * u) + b * u * u * (1.0 + 2.0 * v) +
         length * u * v * (slope_at(values, i) * v - slope_at(values, i + 1) * u);
}

}  // namespace

std::vector<double> course(const Values& values, int frames) {
  std::vector<double> result(static_cast<std::size_t>(frames), 0.0);
  if (values.empty()) return result;
  std::size_t piece = 0;
  for (int t = 0; t < frames; ++t) {
    while (piece + 2 < values.size() && t > values[piece + 1].first) ++piece;
    if (t <= values.front().first) {
      result[t] = values.front().second;
    } else if (t >= values.back().first) {
      result[t] = values.back().second;
    } else {
      result[t] = hermite(values, piece, t);
    }
  }
  return result;
}

std::vector<footing::Place> way_of(const std::vector<Key>& keys, int frames) {
  Values x;
  Values z;
  Values heading;
  for (const Key& key : keys) {
    if (key.x) x.emplace_back(key.frame, *key.x);
    if (key.z) z.emplace_back(key.frame, *key.z);
    if (!key.heading) continue;
    const double before = heading.empty() ? *key.heading : heading.back().second;
    heading.emplace_back(key.frame, footing::continued(*key.heading, before));
  }
  const auto along_x = course(x, frames);
  const auto along_z = course(z, frames);
  const auto headings = course(heading, frames);
  std::vector<footing::Place> way;
  for (int t = 0; t < frames; ++t) way.push_back({along_x[t], along_z[t], headings[t]});
  return way;
}

}  // namespace poseaae::latent::keys
