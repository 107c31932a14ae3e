#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "poseaae/codec/pose_autoencoder.hpp"

/// Models in files: everything that another program needs, as safetensors (docs/FILES.md).
namespace poseaae::codec {

/// Whole or not at all. @throws OutputError
void save_model(const PoseAutoencoder& model, const std::filesystem::path& path);
/// What save_model() writes.
[[nodiscard]] std::string model_bytes(const PoseAutoencoder& model);
/// The same without what only encoders and sampling need (encoder, mixture, flow, reference pose,
/// configuration): for decoders elsewhere, such as the page's. load_model() refuses it.
[[nodiscard]] std::string decoder_bytes(const PoseAutoencoder& model);

/// @throws InputError, ModelError: missing, not a model, damaged, another version. Models in HDF5,
/// as older versions wrote them, are refused with a message that says how to take them
/// along.
[[nodiscard]] PoseAutoencoder load_model(const std::filesystem::path& path);
/// From the bytes of such a file; messages begin with `name`.
[[nodiscard]] PoseAutoencoder load_model(std::span<const std::byte> bytes,
                                         const std::filesystem::path& name);

}  // namespace poseaae::codec
