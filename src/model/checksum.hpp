#pragma once

#include <string>

#include "poseaae/codec/pose_autoencoder.hpp"

namespace poseaae::model {

/// What the attribute checksum_sha256 of a model in HDF5 is: it covers every stored fact, whatever
/// program wrote the file.
[[nodiscard]] std::string checksum_of(const codec::ModelData& data);

}  // namespace poseaae::model
