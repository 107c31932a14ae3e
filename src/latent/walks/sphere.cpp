#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "walks.hpp"

namespace poseaae::latent::walks {

namespace {

/// A direction and its angular velocity, a vector of the tangent plane.
struct Turning {
  Eigen::VectorXd u;
  Eigen::VectorXd w;  ///< rad / s

  /// Along the great circle of w; w is carried in parallel, that is, turned with u.
  void go(double dt_s) {
    const double speed = w.norm();
    if (speed == 0.0) return;
    const Eigen::VectorXd ahead = w / speed;
    const double cosine = std::cos(speed * dt_s);
    const double sine = std::sin(speed * dt_s);
    w = speed * (cosine * ahead - sine * u);
    u = cosine * u + sine * ahead;
  }
  /// Rounding must not add up to another sphere.
  void tidy() {
    u.normalize();
    w -= w.dot(u) * u;
  }
};

void check(const Eigen::VectorXd& start) {
  if (start.size() < 2) {
    throw UsageError("walk on the sphere: expected at least 2 latents, found 1");
  }
  if (start.norm() < kNowhere) {
    throw UsageError(
        "walk on the sphere: expected a start away from the model's mean pose, found that pose, "
        "which lies on no sphere around the mean; choose another start or another kind of walk");
  }
}

Batch sample(const WalkContext& context) {
  const UnitSpace unit = unit_space(context);
  Random& random = context.random;
  const int dim = context.space.dim();
  const Eigen::VectorXd start = unit.start_or_sample(random);
  check(start);
  const double radius = unit.has_point() ? start.norm() : std::sqrt(static_cast<double>(dim));

  const double rate = std::numbers::sqrt3 / context.options.time_scale_s.value();
  const double dt = 1.0 / context.fps;
  const double keep = std::exp(-2.0 * rate * dt);
  const double deviation = rate / std::sqrt(static_cast<double>(dim));  // as matern's at sqrt(Z)
  const double add = deviation * std::sqrt(-std::expm1(-4.0 * rate * dt));

  Turning body{start.normalized(), deviation * UnitSpace::normal(dim, random)};
  body.tidy();
  Eigen::MatrixXd points(context.options.count, dim);
  points.row(0) = radius * body.u;
  for (int t = 1; t < context.options.count; ++t) {
    // Half the way, the change of velocity, half the way: each keeps the stationary law (uniform
    // directions, normal velocities), so all do.
    body.go(0.5 * dt);
    body.w = keep * body.w + add * UnitSpace::normal(dim, random);
    body.tidy();
    body.go(0.5 * dt);
    body.tidy();
    points.row(t) = radius * body.u;
  }
  return unit.latents(points);
}

}  // namespace

WalkKind sphere() {
  return {"sphere", "smooth, at a constant distance from the mean pose", kTimeScale, sample, true,
          true};
}

}  // namespace poseaae::latent::walks
