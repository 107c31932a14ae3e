#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/codec/mixture.hpp"
#include "poseaae/codec/monotone_spline.hpp"
#include "poseaae/codec/triangular_map.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::codec {

/// What an invertible map between encodings and points of N(0, I) (FlowMap) is made from.
struct LatentFlow {
  Mixture mixture;  ///< of encodings, softened()
  /// (Q, Z): where quantiles of each coordinate lie after the triangular map, ascending; without
  /// rows where there were too few encodings to tell.
  Eigen::MatrixXd quantiles;
  /// (101): the log density (FlowMap::log_density()) that 0, 1 ... 100 % of the encodings are
  /// below.
  Eigen::VectorXd log_densities;

  /// True in models from before flows were added, and in those of windows.
  [[nodiscard]] bool empty() const { return log_densities.size() == 0; }
};

/// The mixture of sqrt(1 / (1 + h^2)) (z - m + h S n) + m, z of the mixture, n of N(0, I), h the
/// softness, with m and S S the mixture's mean and covariance, which stay what they are. Maps of a
/// softened mixture bend less: paths that are straight on one side are more nearly so on the other.
[[nodiscard]] Mixture softened(const Mixture& mixture, double softness);

/// The values of N(0, 1) at the quantiles of a flow: Q of them, evenly from -2.7 to 2.7.
[[nodiscard]] std::vector<double> quantile_values(Eigen::Index count);

/// An invertible map between latents z and points e, so that the encodings of the training poses
/// are very nearly N(0, I) there, and points drawn from N(0, I) are encodings:
///   e = g(T(z)),
/// T the triangular map of the mixture, g increasing in each coordinate (MonotoneSpline): it
/// takes the quantiles that encodings have after T to those of N(0, 1). Both have inverses and
/// slopes in closed form or to rounding, so
///   log p(z) = log N(e; 0, I) + log |de / dz|.
/// This is an ex-post density estimate (Ghosh et al. 2020, "From Variational to Deterministic
/// Autoencoders") whose samples move continuously with e; the step g is that of Gaussianization
/// (Chen and Gopinath 2000).
class FlowMap {
 public:
  /// @throws ModelError when the parts do not fit together
  explicit FlowMap(const LatentFlow& flow);

  [[nodiscard]] int dim() const { return triangular_.dim(); }
  /// (N, Z) -> (N, Z), row by row, and back. @throws UsageError when Z differs
  [[nodiscard]] Batch to_normal(const Batch& z) const;
  [[nodiscard]] Batch from_normal(const Batch& e) const;
  /// One point. In double precision, one is the inverse of the other to about 1e-9.
  [[nodiscard]] Eigen::VectorXd to_normal(const Eigen::VectorXd& z) const;
  [[nodiscard]] Eigen::VectorXd from_normal(const Eigen::VectorXd& e) const;
  /// (dz / de)^T g at z, with g (Z) the gradient of something by z: its gradient by e.
  [[nodiscard]] Eigen::VectorXd by_normal(const Eigen::VectorXd& z, const Eigen::VectorXd& g) const;
  /// log p(z), natural logarithm.
  [[nodiscard]] double log_density(const Eigen::VectorXd& z) const;
  /// The share of the encodings, in [0, 1], whose density is lower than that of z: 0.01 says that
  /// the pose is rarer than 99 % of those learned from.
  [[nodiscard]] double commonness(const Eigen::VectorXd& z) const;

 private:
  void require(Eigen::Index latents) const;

  TriangularMap triangular_;
  std::vector<MonotoneSpline> marginals_;  ///< g, one for each coordinate
  Eigen::VectorXd log_densities_;
};

/// 10 (Z + 1): fewer encodings of Z latents say nothing of densities.
[[nodiscard]] constexpr Eigen::Index encodings_wanted(Eigen::Index latents) {
  return 10 * (latents + 1);
}

struct FlowOptions {
  double softness = 0.5;  ///< of the mixture
  int quantiles = 33;
  /// The smallest number of encodings for each quantile; with fewer, there is no g.
  int encodings_per_quantile = 20;
  int max_encodings = 8000;  ///< used for the fit, evenly spread over all
};

/// The flow of encodings (N, Z) with this mixture. @throws UsageError when there are fewer than two
[[nodiscard]] LatentFlow fit_flow(const Mixture& mixture, const Batch& latents,
                                  const FlowOptions& options = {});

}  // namespace poseaae::codec
