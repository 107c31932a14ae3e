#pragma once

#include <filesystem>

#include "poseaae/codec/pose_autoencoder.hpp"

/// Models in HDF5, as older versions wrote them; today's are safetensors
/// (codec/model_file.hpp).
namespace poseaae::model {

/// Each with a checksum over all that it stores. @throws InputError, ModelError: missing, not a
/// model, damaged, another version
[[nodiscard]] codec::PoseAutoencoder load_hdf5(const std::filesystem::path& path);

}  // namespace poseaae::model
