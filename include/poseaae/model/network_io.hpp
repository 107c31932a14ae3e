#pragma once

#include "poseaae/io/checksum.hpp"
#include "poseaae/io/hdf5.hpp"
#include "poseaae/nn/network.hpp"

namespace poseaae::model {

/// As `activations`, a text for each layer; its arrays `0.weight`, `0.bias`, `1.weight`, ...; and
/// the attribute `skip`. The text of a dense layer is its activation, that of another "KIND INPUTS
/// OUTPUTS ACTIVATION", which a PoseAAE from before there were kinds refuses as an activation that
/// it does not know.
void save_network(h5::Group group, const nn::Network& network);
/// @throws ModelError
[[nodiscard]] nn::Network load_network(const h5::Group& group);
/// Adds a network to the checksum of a file.
void hash_network(Sha256& digest, const nn::Network& network);

}  // namespace poseaae::model
