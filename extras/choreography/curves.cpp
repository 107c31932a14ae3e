#include "choreography/curves.hpp"

#include <algorithm>
#include <cmath>

namespace poseaae::choreography {

using math::Vec3;

double ease(double p) {
  p = std::clamp(p, 0.0, 1.0);
  return p * p * p * (10.0 + p * (-15.0 + 6.0 * p));
}

double ease(double x, double a, double b) { return ease((x - a) / (b - a)); }

double bump(double p) {
  if (p <= 0.0 || p >= 1.0) return 0.0;
  const double q = 4.0 * p * (1.0 - p);
  return q * q * q;
}

double plateau(double x, double a, double b, double c, double d) {
  return ease(x, a, b) * (1.0 - ease(x, c, d));
}

double pulse(double x, double accent) {
  const double soft = 0.5 + 0.5 * wave(x);
  return lerp(soft, soft * soft * soft, accent);
}

double wave(double x) { return std::cos(kTau * x); }
double wave_sin(double x) { return std::sin(kTau * x); }

double soft_min(double a, double b, double k) {
  const double low = std::min(a, b);
  return low - k * std::log1p(std::exp(-std::abs(a - b) / k));
}

double soft_limit(double x, double limit) { return limit * std::tanh(x / limit); }

namespace {

// Second derivatives of the clamped spline (zero slope at both ends) by the Thomas algorithm.
std::vector<Vec3> spline_curvature(std::span<const Key> keys) {
  const std::size_t n = keys.size();
  const auto h = [&](std::size_t i) { return keys[i + 1].time - keys[i].time; };
  const auto slope = [&](std::size_t i) { return (keys[i + 1].value - keys[i].value) / h(i); };
  std::vector<double> upper(n);
  std::vector<Vec3> m(n);
  upper[0] = 0.5;
  m[0] = 3.0 * slope(0) / h(0);
  for (std::size_t i = 1; i < n; ++i) {
    const double before = h(i - 1);
    const double after = i + 1 < n ? h(i) : 0.0;
    const Vec3 rise = i + 1 < n ? Vec3(slope(i) - slope(i - 1)) : Vec3(-slope(i - 1));
    const double pivot = 2.0 * (before + after) - before * upper[i - 1];
    upper[i] = after / pivot;
    m[i] = (6.0 * rise - before * m[i - 1]) / pivot;
  }
  for (std::size_t i = n - 1; i-- > 0;) m[i] -= upper[i] * m[i + 1];
  return m;
}

}  // namespace

Vec3 spline(std::span<const Key> keys, double time) {
  if (time <= keys.front().time || keys.size() == 1) return keys.front().value;
  if (time >= keys.back().time) return keys.back().value;
  const std::vector<Vec3> m = spline_curvature(keys);
  std::size_t i = 0;
  while (time > keys[i + 1].time) ++i;
  const double h = keys[i + 1].time - keys[i].time;
  const double a = (keys[i + 1].time - time) / h;
  const double b = 1.0 - a;
  return a * keys[i].value + b * keys[i + 1].value +
         ((a * a * a - a) * m[i] + (b * b * b - b) * m[i + 1]) * (h * h / 6.0);
}

double hermite(const Moment& from, const Moment& to, double duration, double time) {
  const double p = std::clamp(time / duration, 0.0, 1.0);
  const double v0 = from.v * duration, v1 = to.v * duration;
  const double a0 = from.a * duration * duration, a1 = to.a * duration * duration;
  const double way = to.x - from.x;
  const double c3 = 10.0 * way - 6.0 * v0 - 4.0 * v1 - 1.5 * a0 + 0.5 * a1;
  const double c4 = -15.0 * way + 8.0 * v0 + 7.0 * v1 + 1.5 * a0 - a1;
  const double c5 = 6.0 * way - 3.0 * (v0 + v1) - 0.5 * (a0 - a1);
  return from.x + p * (v0 + p * (0.5 * a0 + p * (c3 + p * (c4 + p * c5))));
}

std::vector<double> smooth(std::span<const double> track, double step, double sigma) {
  const int radius = static_cast<int>(std::ceil(3.0 * sigma / step));
  std::vector<double> kernel;
  double total = 0.0;
  for (int i = -radius; i <= radius; ++i) {
    kernel.push_back(std::exp(-0.5 * std::pow(i * step / sigma, 2)));
    total += kernel.back();
  }
  const int last = static_cast<int>(track.size()) - 1;
  std::vector<double> out(track.size());
  for (int t = 0; t <= last; ++t) {
    for (int i = -radius; i <= radius; ++i) {
      out[t] += kernel[i + radius] / total * track[std::clamp(t + i, 0, last)];
    }
  }
  return out;
}

void Spring::step(double target, double w, double z, double dt) {
  const int parts = std::max(1, static_cast<int>(std::ceil(dt * 240.0)));
  const double h = dt / parts;
  for (int i = 0; i < parts; ++i) {
    v += h * (w * w * (target - x) - 2.0 * z * w * v);
    x += h * v;
  }
}

}  // namespace poseaae::choreography
