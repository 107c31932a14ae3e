#pragma once

#include <filesystem>

#include "poseaae/latent/encodings.hpp"

namespace poseaae::latent {

/// By extension: `.h5` (latents (T, Z) float32, frame (T), clip (T), clip_names, root_path (T, 9)
/// where there are roots; attributes fps, model, model_sha256) or `.csv` (clip, frame, time_s
/// from the clip's first row, z0, z1, ...).
/// @throws UsageError on another extension, OutputError
void save_encodings(const Encodings& encodings, const std::filesystem::path& path);
/// From `.h5`. @throws InputError, ModelError
[[nodiscard]] Encodings load_encodings(const std::filesystem::path& path);

/// True for an `.h5` of save_encodings(). @throws InputError, ModelError when it is no HDF5 file
[[nodiscard]] bool is_encodings(const std::filesystem::path& path);

/// Throws what save_encodings() would throw for this name, without writing; to be called before the
/// work.
void check_encodings_path(const std::filesystem::path& path);

}  // namespace poseaae::latent
