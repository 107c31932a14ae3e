#pragma once

#include "poseaae/core/random.hpp"
#include "poseaae/model/mixture.hpp"

namespace poseaae::latent {

/// The Gaussian mixture of a model's encodings (model::Mixture): where the poses are, with more
/// shape than LatentGaussian has. What samples of it decode to is what the model has seen.
class LatentMixture {
 public:
  /// @throws ModelError when there is none (a model of before mixtures) or it is not one
  explicit LatentMixture(const model::Mixture& mixture);

  [[nodiscard]] int dim() const { return density_.dim(); }
  /// m_k + R_k e with k chosen by weight and e ~ N(0, I): one uniform number and Z normal ones.
  [[nodiscard]] Eigen::VectorXd sample(Random& random) const;
  /// log p(z), natural logarithm.
  [[nodiscard]] double log_density(const Eigen::VectorXd& z) const {
    return density_.log_density(z);
  }

 private:
  model::MixtureDensity density_;
};

}  // namespace poseaae::latent
