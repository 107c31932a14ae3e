#pragma once

#include <filesystem>

#include "poseaae/codec/pose_autoencoder.hpp"

/// Models in files.
namespace poseaae::model {

/// One self-contained HDF5 file with a checksum. @throws OutputError
void save(const codec::PoseAutoencoder& model, const std::filesystem::path& path);
/// @throws InputError, ModelError: missing, not a model, damaged, another version
[[nodiscard]] codec::PoseAutoencoder load(const std::filesystem::path& path);

}  // namespace poseaae::model
