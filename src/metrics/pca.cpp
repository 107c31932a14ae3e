#include "poseaae/metrics/pca.hpp"

#include <fmt/format.h>

#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "moments.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/math/symmetric_eigen.hpp"

namespace poseaae::metrics {

namespace {

/// Eigenvectors come with either sign; this one does not depend on the solver.
void fix_sign(Eigen::Ref<Eigen::VectorXd> component) {
  Eigen::Index largest = 0;
  component.cwiseAbs().maxCoeff(&largest);
  if (component[largest] < 0.0) component = -component;
}

void require_width(Eigen::Index found, Eigen::Index expected, const char* what) {
  if (found == expected) return;
  throw UsageError(
      fmt::format("principal components: expected {} {} per row, found {}", expected, what, found));
}

}  // namespace

Pca Pca::fit(const Batch& features, int dimensions) {
  const Eigen::Index width = features.cols();
  if (dimensions < 1 || dimensions > width) {
    throw UsageError(
        fmt::format("principal components of {0} features: expected 1 to {0} dimensions, found {1}",
                    width, dimensions));
  }
  const Moments moments = Moments::of(features);
  const math::SymmetricEigen eigen(moments.covariance);

  Pca pca{moments.mean, Eigen::MatrixXd::Zero(dimensions, width),
          Eigen::MatrixXd::Zero(width, dimensions), Eigen::VectorXd::Zero(dimensions)};
  constexpr double kFlat = 1e-12;
  const double flat = kFlat * eigen.eigenvalues()[width - 1];  // ascending
  for (int z = 0; z < dimensions; ++z) {
    const double variance = eigen.eigenvalues()[width - 1 - z];
    if (variance <= flat) break;
    Eigen::VectorXd component = eigen.eigenvectors().col(width - 1 - z);
    fix_sign(component);
    pca.variances[z] = variance;
    pca.encode.row(z) = component.transpose() / std::sqrt(variance);
    pca.decode.col(z) = component * std::sqrt(variance);
  }
  return pca;
}

Pca Pca::fit_leading(const Batch& features, int dimensions) {
  constexpr Eigen::Index kMoreThanAsked = 24;
  const Eigen::Index width = features.cols();
  const Eigen::Index kept = std::min<Eigen::Index>(width, dimensions + kMoreThanAsked);
  constexpr Eigen::Index kFew = 256;  // for which the covariance costs nothing
  if (width <= std::max(kFew, kept)) return fit(features, dimensions);
  if (features.rows() < 2 || dimensions < 1 || !features.allFinite())
    return fit(features, dimensions);

  const Eigen::RowVectorXf mean = features.cast<double>().colwise().mean().cast<float>();
  const Eigen::MatrixXf centred = features.rowwise() - mean;
  Random random(1);
  Eigen::MatrixXf basis(width, kept);
  for (Eigen::Index i = 0; i < basis.size(); ++i) {
    basis.data()[i] = static_cast<float>(random.normal());
  }
  constexpr int kIterations = 3;
  for (int i = 0; i <= kIterations; ++i) {
    if (i > 0) basis = (centred.transpose() * (centred * basis)).eval();
    const Eigen::HouseholderQR<Eigen::MatrixXf> qr(basis);
    basis = qr.householderQ() * Eigen::MatrixXf::Identity(width, kept);
  }
  Pca pca = fit(centred * basis, dimensions);
  const Eigen::MatrixXd wide = basis.cast<double>();
  pca.encode = pca.encode * wide.transpose();
  pca.decode = wide * pca.decode;
  pca.mean = mean.transpose().cast<double>();
  return pca;
}

Batch Pca::latents(const Batch& features) const {
  require_width(features.cols(), mean.size(), "features");
  // E x - E m: in single precision, since that is what comes in and goes out.
  const Eigen::RowVectorXf shift = (encode * mean).transpose().cast<float>();
  return (features * encode.transpose().cast<float>()).rowwise() - shift;
}

Batch Pca::features(const Batch& latents) const {
  require_width(latents.cols(), decode.cols(), "latents");
  const Eigen::RowVectorXf shift = mean.transpose().cast<float>();
  return (latents * decode.transpose().cast<float>()).rowwise() + shift;
}

}  // namespace poseaae::metrics
