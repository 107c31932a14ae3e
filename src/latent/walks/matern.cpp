#include <numbers>

#include "poseaae/latent/matern_step.hpp"
#include "walks.hpp"

namespace poseaae::latent::walks {

namespace {

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
      step_.apply(x_[d], v_[d], a, b);
    }
  }

 private:
  Random& random_;
  double spread_;
  MaternStep step_;
  Eigen::VectorXd x_;
  Eigen::VectorXd v_;
};

}  // namespace

WalkKind matern() {
  return {"matern", "smooth, like the movement of a body with mass", kTimeScale, course_of<Matern>};
}

}  // namespace poseaae::latent::walks
