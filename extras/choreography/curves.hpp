#pragma once

#include <span>
#include <vector>

#include "poseaae/math/quaternion.hpp"

/// Curves of movement, each of them smooth at both ends.
namespace poseaae::choreography {

inline constexpr double kTau = 6.283185307179586;
inline constexpr double kDegree = kTau / 360.0;

[[nodiscard]] constexpr double lerp(double a, double b, double t) { return a + (b - a) * t; }

/// 10 p^3 - 15 p^4 + 6 p^5, p clamped to [0, 1]: the path of least jerk from 0 to 1 (Flash and
/// Hogan 1985), velocity and acceleration zero at both ends.
[[nodiscard]] double ease(double p);
/// ease() from x = a to x = b; b > a.
[[nodiscard]] double ease(double x, double a, double b);
/// 64 p^3 (1-p)^3 on [0, 1], zero outside: up to 1 and back, C2.
[[nodiscard]] double bump(double p);
/// Rises over [a, b], stays 1, falls over [c, d].
[[nodiscard]] double plateau(double x, double a, double b, double c, double d);
/// A cosine of period 1 whose peaks, at integer x, grow sharper as `accent` goes from 0 to 1.
/// Values in [0, 1].
[[nodiscard]] double pulse(double x, double accent);
/// cos and sin of x turns.
[[nodiscard]] double wave(double x);
[[nodiscard]] double wave_sin(double x);

/// -k ln(exp(-a/k) + exp(-b/k)): a smooth minimum, below both by at most k ln 2.
[[nodiscard]] double soft_min(double a, double b, double k);
/// limit tanh(x / limit): about x near 0, and never beyond +-limit.
[[nodiscard]] double soft_limit(double x, double limit);

/// A key of a cubic spline in time that is clamped (at rest) at both ends.
struct Key {
  double time;
  math::Vec3 value;
};
[[nodiscard]] math::Vec3 spline(std::span<const Key> keys, double time);

/// Position, velocity and acceleration at one moment.
struct Moment {
  double x, v, a;
};
/// The quintic that leads from one such moment to another in `duration`, at `time` after the first;
/// held before and after.
[[nodiscard]] double hermite(const Moment& from, const Moment& to, double duration, double time);

/// Gaussian smoothing of a track sampled every `step`, standard deviation `sigma` (same unit); the
/// ends are held. The phase is zero, so that beats stay in time.
[[nodiscard]] std::vector<double> smooth(std::span<const double> track, double step, double sigma);

/// A damped spring that chases a target: x'' = w^2 (target - x) - 2 z w x', with w in rad/s and
/// damping ratio z; z < 1 overshoots, as loose limbs do. Semi-implicit Euler over
/// sub-steps of at most 1/240 s.
struct Spring {
  double x = 0.0;
  double v = 0.0;
  void step(double target, double w, double z, double dt);
};

}  // namespace poseaae::choreography
