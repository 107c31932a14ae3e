#include <cmath>

#include "walks.hpp"

namespace poseaae::latent::walks {

namespace {

class OrnsteinUhlenbeck final : public WalkCourse {
 public:
  explicit OrnsteinUhlenbeck(const WalkContext& context)
      : random_(context.random),
        spread_(context.options.spread),
        x_(unit_space(context).start_or_sample(random_)) {
    const double step = 1.0 / (context.fps * context.options.time_scale_s.value());
    keep_ = std::exp(-step);
    add_ = std::sqrt(-std::expm1(-2.0 * step));  // keep^2 + add^2 = 1
  }

  [[nodiscard]] Eigen::VectorXd point() const override { return spread_ * x_; }

  void step() override {
    x_ = keep_ * x_ + add_ * UnitSpace::normal(static_cast<int>(x_.size()), random_);
  }

 private:
  Random& random_;
  double spread_;
  Eigen::VectorXd x_;
  double keep_ = 0.0;
  double add_ = 0.0;
};

}  // namespace

WalkKind ou() {
  return {"ou", "Ornstein-Uhlenbeck process, rough and trembling", kTimeScale,
          course_of<OrnsteinUhlenbeck>};
}

}  // namespace poseaae::latent::walks
