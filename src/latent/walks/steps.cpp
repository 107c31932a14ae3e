#include "poseaae/base/error.hpp"
#include "poseaae/math/symmetric_eigen.hpp"
#include "walks.hpp"

namespace poseaae::latent::walks {

namespace {

Batch sample(const WalkContext& context) {
  const Eigen::MatrixXd& follow = context.space.steps();
  if (follow.size() == 0) {
    throw UsageError(
        "kind of walk: 'steps' needs a model that knows how its points follow one another, one of "
        "windows; use matern");
  }
  const UnitSpace unit = unit_space(context);
  const int dim = context.space.dim();
  const math::SymmetricEigen rest(Eigen::MatrixXd::Identity(dim, dim) -
                                  follow * follow.transpose());
  const Eigen::MatrixXd add = rest.with_eigenvalues(rest.eigenvalues().cwiseMax(0.0).cwiseSqrt());
  Eigen::VectorXd x = unit.start_or_sample(context.random);
  Eigen::MatrixXd points(context.options.count, dim);
  points.row(0) = x;
  for (int t = 1; t < context.options.count; ++t) {
    x = follow * x + add * UnitSpace::normal(dim, context.random);
    points.row(t) = x;
  }
  return unit.latents(points);
}

}  // namespace

WalkKind steps() {
  return {"steps", "each window goes on from the one before as in the clips that were learned",
          std::nullopt, sample};
}

}  // namespace poseaae::latent::walks
