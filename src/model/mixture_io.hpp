#pragma once

#include "poseaae/io/hdf5.hpp"
#include "poseaae/model/mixture.hpp"

namespace poseaae::model {

/// weights (K), means (K, Z), covariances (K, Z, Z).
void save_mixture(h5::Group group, const Mixture& mixture);
/// Of `dim` latents. @throws ModelError when shapes do not fit
[[nodiscard]] Mixture load_mixture(const h5::Group& group, std::size_t dim);

}  // namespace poseaae::model
