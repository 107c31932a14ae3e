#pragma once

#include <filesystem>

#include "poseaae/latent/attribute.hpp"

/// Attributes in HDF5, as older versions wrote them; today's are safetensors
/// (latent/attribute_file.hpp).
namespace poseaae::latent {

/// @throws InputError, ModelError: missing, another kind of file, damaged
[[nodiscard]] AttributeSet load_hdf5_attributes(const std::filesystem::path& path);

}  // namespace poseaae::latent
