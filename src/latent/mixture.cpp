#include "poseaae/latent/mixture.hpp"

#include "poseaae/base/error.hpp"

namespace poseaae::latent {

namespace {

const codec::Mixture& present(const codec::Mixture& mixture) {
  if (mixture.empty()) {
    throw ModelError(
        "this model has no latent mixture, because an earlier version of PoseAAE wrote it; train "
        "it again");
  }
  return mixture;
}

}  // namespace

LatentMixture::LatentMixture(const codec::Mixture& mixture) : density_(present(mixture)) {}

Eigen::VectorXd LatentMixture::sample(Random& random) const {
  const Eigen::VectorXd& weights = density_.weights();
  double left = random.uniform() * weights.sum();
  int component = 0;
  while (component + 1 < weights.size() && left >= weights[component]) left -= weights[component++];
  Eigen::VectorXd noise(dim());
  for (double& value : noise) value = random.normal();
  return density_.shape(component, noise);
}

}  // namespace poseaae::latent
