#include <cmath>
#include <numbers>

#include "walks.hpp"

namespace poseaae::latent::walks {

namespace {

/// 1 - e^-x (1 + x + x^2 / 2), x >= 0, also where it is far below the rounding of 1: e^-x times the
/// rest of the series of e^x.
double beyond_square(double x) {
  if (x > 1.0) return 1.0 - std::exp(-x) * (1.0 + x + 0.5 * x * x);
  double term = x * x * x / 6.0;
  double sum = 0.0;
  for (int n = 4; term > 1e-18 * sum; ++n) {
    sum += term;
    term *= x / n;
  }
  return std::exp(-x) * sum;
}

/// (x, v) after a step of length s = L dt, v in units of L: with F the drift of (x, x') and P =
/// diag(1, L^2) the stationary covariance, A = exp(F dt) and the noise's covariance P - A P A^T
/// (Hartikainen and Sarkka 2010, eq. 9), as its Cholesky factor.
struct Transition {
  double xx, xv, vx, vv;  ///< A
  double noise_x, noise_vx, noise_v;

  explicit Transition(double s) {
    const double fade = std::exp(-s);
    xx = fade * (1.0 + s);
    xv = fade * s;
    vx = -fade * s;
    vv = fade * (1.0 - s);
    const double q_xx = beyond_square(2.0 * s);  // 1 - e^-2s (1 + 2 s + 2 s^2)
    const double q_xv = fade * fade * 2.0 * s * s;
    const double q_vv = q_xx + fade * fade * 4.0 * s;  // 1 - e^-2s (1 - 2 s + 2 s^2)
    noise_x = std::sqrt(q_xx);
    noise_vx = noise_x > 0.0 ? q_xv / noise_x : 0.0;
    noise_v = std::sqrt(std::max(q_vv - noise_vx * noise_vx, 0.0));
  }
};

class Matern final : public WalkCourse {
 public:
  explicit Matern(const WalkContext& context)
      : random_(context.random),
        spread_(context.options.spread),
        step_(std::numbers::sqrt3 / context.options.time_scale_s.value() / context.fps),
        x_(unit_space(context).start_or_sample(random_)),
        v_(UnitSpace::normal(context.space.dim(), random_)) {}

  [[nodiscard]] Eigen::VectorXd point() const override { return spread_ * x_; }

  void step() override {
    for (Eigen::Index d = 0; d < x_.size(); ++d) {
      const double a = random_.normal();
      const double b = random_.normal();
      const double position = x_[d];
      x_[d] = step_.xx * position + step_.xv * v_[d] + step_.noise_x * a;
      v_[d] = step_.vx * position + step_.vv * v_[d] + step_.noise_vx * a + step_.noise_v * b;
    }
  }

 private:
  Random& random_;
  double spread_;
  Transition step_;
  Eigen::VectorXd x_;
  Eigen::VectorXd v_;
};

}  // namespace

WalkKind matern() {
  return {"matern", "smooth, like the movement of a body with mass", kTimeScale, course_of<Matern>};
}

}  // namespace poseaae::latent::walks
