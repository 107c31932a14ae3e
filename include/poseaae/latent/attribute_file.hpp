#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "poseaae/base/file_kind.hpp"
#include "poseaae/latent/attribute.hpp"

/// Attributes in files of their own, as safetensors (docs/FILES.md).
namespace poseaae::latent {

inline constexpr FileKind kAttributeFile{
    .format = "PoseAAE attributes",
    .version = 2.0,
    .noun = "attributes",
    .what = "attributes (attributes.safetensors, made by pose_style learn)",
    .remedy = "learn them again with pose_style learn"};

/// Whole or not at all. @throws UsageError when vectors are not of one size, OutputError
void save_attributes(const AttributeSet& set, const std::filesystem::path& path);

/// @throws InputError, ModelError: missing, another kind of file, damaged, another version. Those
/// in HDF5, as older versions wrote them, are refused with a message that says how to take them
/// along.
[[nodiscard]] AttributeSet load_attributes(const std::filesystem::path& path);
/// From the bytes of such a file; messages begin with `name`.
[[nodiscard]] AttributeSet load_attributes(std::span<const std::byte> bytes,
                                           const std::filesystem::path& name);

/// The default file of a model's attributes: attributes.safetensors beside the model.
[[nodiscard]] std::filesystem::path attributes_beside(const std::filesystem::path& model);

}  // namespace poseaae::latent
