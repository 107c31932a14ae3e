#pragma once

#include <filesystem>

#include "poseaae/latent/attribute.hpp"

namespace poseaae::latent {

/// HDF5, `PoseAAE attributes`: vectors (A, Z), logistic (A, Z), probes (A, Z), bias (A), names, ...
/// @throws OutputError
void save_attributes(const AttributeSet& set, const std::filesystem::path& path);
/// @throws InputError, ModelError: missing, another kind of file, damaged
[[nodiscard]] AttributeSet load_attributes(const std::filesystem::path& path);

/// The default file of a model's attributes: attributes.h5 beside the model.
[[nodiscard]] std::filesystem::path attributes_beside(const std::filesystem::path& model);

}  // namespace poseaae::latent
