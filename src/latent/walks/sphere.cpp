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

class Sphere final : public WalkCourse {
 public:
  explicit Sphere(const WalkContext& context)
      : random_(context.random), spread_(context.options.spread), dt_(1.0 / context.fps) {
    const UnitSpace unit = unit_space(context);
    const int dim = context.space.dim();
    const Eigen::VectorXd start = unit.start_or_sample(random_);
    check(start);
    radius_ = unit.has_point() ? start.norm() : std::sqrt(static_cast<double>(dim));
    const double rate = std::numbers::sqrt3 / context.options.time_scale_s.value();
    const double deviation = rate / std::sqrt(static_cast<double>(dim));  // as matern's at sqrt(Z)
    keep_ = std::exp(-2.0 * rate * dt_);
    add_ = deviation * std::sqrt(-std::expm1(-4.0 * rate * dt_));
    body_ = {start.normalized(), deviation * UnitSpace::normal(dim, random_)};
    body_.tidy();
  }

  [[nodiscard]] Eigen::VectorXd point() const override { return spread_ * (radius_ * body_.u); }

  /// Half the way, the change of velocity, half the way: each keeps the stationary law (uniform
  /// directions, normal velocities), so all do.
  void step() override {
    body_.go(0.5 * dt_);
    body_.w = keep_ * body_.w + add_ * UnitSpace::normal(static_cast<int>(body_.u.size()), random_);
    body_.tidy();
    body_.go(0.5 * dt_);
    body_.tidy();
  }

 private:
  Random& random_;
  double spread_;
  double dt_;
  double radius_ = 0.0;
  double keep_ = 0.0;
  double add_ = 0.0;
  Turning body_;
};

}  // namespace

WalkKind sphere() {
  return {"sphere",   "smooth, at a constant distance from the mean pose",
          kTimeScale, course_of<Sphere>,
          true,       true};
}

}  // namespace poseaae::latent::walks
