#include <cmath>

#include "walks.hpp"

namespace poseaae::latent::walks {

namespace {

Batch sample(const WalkContext& context) {
  const UnitSpace unit = unit_space(context);
  const int dim = context.space.dim();
  const double step = 1.0 / (context.fps * context.options.time_scale_s.value());
  const double keep = std::exp(-step);
  const double add = std::sqrt(-std::expm1(-2.0 * step));  // keep^2 + add^2 = 1
  Eigen::VectorXd x = unit.start_or_sample(context.random);
  Eigen::MatrixXd points(context.options.count, dim);
  points.row(0) = x;
  for (int t = 1; t < context.options.count; ++t) {
    x = keep * x + add * UnitSpace::normal(dim, context.random);
    points.row(t) = x;
  }
  return unit.latents(points);
}

}  // namespace

WalkKind ou() { return {"ou", "Ornstein-Uhlenbeck: restless, trembles", kTimeScale, sample}; }

}  // namespace poseaae::latent::walks
