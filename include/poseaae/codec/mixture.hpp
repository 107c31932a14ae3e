#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "poseaae/math/batch.hpp"

namespace poseaae::codec {

/// p(z) = sum_k w_k N(z; m_k, C_k): a Gaussian mixture over encodings, fitted after training.
/// Sampling from it instead of the prior is ex-post density estimation (Ghosh et al. 2020, "From
/// Variational to Deterministic Autoencoders", section 4).
struct Mixture {
  Eigen::VectorXd weights;                   ///< (K), not negative, sum 1
  Eigen::MatrixXd means;                     ///< (K, Z)
  std::vector<Eigen::MatrixXd> covariances;  ///< K of (Z, Z), positive definite

  [[nodiscard]] int components() const { return static_cast<int>(weights.size()); }
  [[nodiscard]] int dim() const { return static_cast<int>(means.cols()); }
  /// True in models from before mixtures were added.
  [[nodiscard]] bool empty() const { return weights.size() == 0; }
};

/// A mixture with the factorisations that evaluation and sampling need.
class MixtureDensity {
 public:
  /// @throws ModelError when sizes do not match, or weights or covariances are invalid
  explicit MixtureDensity(const Mixture& mixture);

  [[nodiscard]] int dim() const { return static_cast<int>(means_.cols()); }
  [[nodiscard]] const Eigen::VectorXd& weights() const noexcept { return weights_; }
  /// log p(z), natural logarithm.
  [[nodiscard]] double log_density(const Eigen::VectorXd& z) const;
  /// log(w_k N(z_n; m_k, C_k)) of points (N, Z): (N, K).
  [[nodiscard]] Eigen::MatrixXd joint_log_densities(const Eigen::MatrixXd& points) const;
  /// R_k, lower triangular, R_k R_k^T = C_k.
  [[nodiscard]] const Eigen::MatrixXd& root(int component) const {
    return roots_[static_cast<std::size_t>(component)];
  }
  /// m_k + R_k e, R_k R_k^T = C_k: a sample of component k, from unit noise e (Z).
  [[nodiscard]] Eigen::VectorXd shape(int component, const Eigen::VectorXd& unit_noise) const;

 private:
  Eigen::VectorXd weights_;
  Eigen::MatrixXd means_;
  std::vector<Eigen::MatrixXd> roots_;      ///< R_k
  std::vector<Eigen::MatrixXd> whitening_;  ///< R_k^-1
  Eigen::VectorXd log_scale_;               ///< log w_k - (Z log 2 pi + log det C_k) / 2
};

/// Row by row log sum_k exp(values(n, k)), safe for large values: (N, K) -> (N).
[[nodiscard]] Eigen::VectorXd log_sum_exp(const Eigen::MatrixXd& values);

struct MixtureOptions {
  int components = 10;
  /// Smallest number of encodings per component and latent. With fewer, covariances are unreliable,
  /// and the number of components is reduced.
  double encodings_per_latent = 4.0;
  int max_encodings = 2000;  ///< used for the fit, evenly spread over all
  int max_iterations = 25;
  double tolerance = 2e-3;  ///< stops when the mean log likelihood rises by less, nats
  /// Eigenvalues of covariances are at least this share of the mean variance of all encodings.
  double floor = 1e-4;
  /// Covariances are averaged with that of all encodings, which counts as so many encodings for
  /// each latent, since those of few encodings are unreliable.
  double pooled_per_latent = 0.0;
  std::uint64_t seed = 1;
};

struct MixtureFit {
  Mixture mixture;
  std::vector<double>
      log_likelihoods;  ///< mean over encodings, before each iteration and after the last
};

/// Expectation maximisation (Dempster, Laird and Rubin 1977) with full covariances, from k-means++
/// (Arthur and Vassilvitskii 2007) and a few rounds of k-means. Clipping eigenvalues is the exact
/// maximisation under the floor, so that without pooling the likelihood never falls. The same
/// encodings (N, Z) give the same mixture. @throws UsageError when there are fewer than two
[[nodiscard]] MixtureFit fit_mixture(const Batch& latents, const MixtureOptions& options = {});

}  // namespace poseaae::codec
