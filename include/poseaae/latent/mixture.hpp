#pragma once

#include "poseaae/base/random.hpp"
#include "poseaae/codec/mixture.hpp"

namespace poseaae::latent {

/// The Gaussian mixture of a model's encodings (codec::Mixture): a closer description of the
/// distribution of the poses than LatentGaussian. Its samples decode to poses like those the model
/// has seen.
class LatentMixture {
 public:
  /// @throws ModelError when there is none (models of earlier versions) or it is not valid
  explicit LatentMixture(const codec::Mixture& mixture);

  [[nodiscard]] int dim() const { return density_.dim(); }
  /// m_k + R_k e with k chosen by weight and e ~ N(0, I): one uniform number and Z normal ones.
  [[nodiscard]] Eigen::VectorXd sample(Random& random) const;
  /// log p(z), natural logarithm.
  [[nodiscard]] double log_density(const Eigen::VectorXd& z) const {
    return density_.log_density(z);
  }

 private:
  codec::MixtureDensity density_;
};

}  // namespace poseaae::latent
