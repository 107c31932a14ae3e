#pragma once

#include "poseaae/footing/root_path.hpp"
#include "poseaae/latent/keys.hpp"

namespace poseaae::latent::keys {

/// Where the search for a path begins: the variables of Objective, the encodings of the keys' poses
/// interpolated along the way (way_of()), or the latent mean where no key has a pose.
[[nodiscard]] Eigen::VectorXd start_at(const codec::PoseAutoencoder& model,
                                       const LatentGaussian& space, const std::vector<Key>& keys,
                                       const std::vector<footing::Place>& way, int points);

}  // namespace poseaae::latent::keys
