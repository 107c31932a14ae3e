#pragma once

#include <filesystem>
#include <string>

#include "poseaae/codec/pose_autoencoder.hpp"

/// Encodings, attributes and diffusions name the model that they belong to by the SHA-256 of its
/// file, since points mean something else in the space of another.
namespace poseaae::model {

/// A model of an older version (load_hdf5()), to be saved as one of today's: its provenance says
/// which file it was, as `exported_from_sha256`. @throws InputError, ModelError
[[nodiscard]] codec::PoseAutoencoder taken_along(const std::filesystem::path& hdf5);

/// Whether `sha256` is that of the model's file, or of the older file that it was taken along from.
/// @throws InputError when the file cannot be read
[[nodiscard]] bool goes_by(const std::string& sha256, const codec::PoseAutoencoder& model,
                           const std::filesystem::path& file);

}  // namespace poseaae::model
