#pragma once

#include "poseaae/io/hdf5.hpp"
#include "poseaae/nn/network.hpp"

namespace poseaae::model {

/// As `layers` (activations), `0.weight`, `0.bias`, `1.weight`, ...
void save_network(h5::Group group, const nn::Network& network);
/// @throws ModelError
[[nodiscard]] nn::Network load_network(const h5::Group& group);

}  // namespace poseaae::model
