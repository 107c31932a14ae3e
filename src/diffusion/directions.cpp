#include "diffusion/directions.hpp"

namespace poseaae::diffusion {

BatchOf<double> directions_of(const metrics::Pca& pca) {
  return pca.variances.cwiseSqrt().asDiagonal() * pca.encode;
}

metrics::Pca pca_of(Eigen::VectorXd mean, const BatchOf<double>& directions,
                    Eigen::VectorXd variances) {
  const Eigen::VectorXd deviations = variances.cwiseSqrt();
  return {std::move(mean), deviations.cwiseInverse().asDiagonal() * directions,
          directions.transpose() * deviations.asDiagonal(), std::move(variances)};
}

}  // namespace poseaae::diffusion
