#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/latent/path.hpp"

namespace poseaae::latent {

/// Encoded poses with where each one comes from.
struct Encodings {
  LatentPath path;                 ///< its root: of each clip as it was; NaN where a clip has none
  std::vector<std::string> clips;  ///< names
  std::vector<int> clip;           ///< T: index into clips
  std::vector<int> frame;          ///< T: frame of that clip's file, from 0
  std::string model;               ///< file name of the model
  std::string model_sha256;        ///< of that file: encodings of another model mean something else

  /// Appends rows of one clip, frames first, first + 1, ... @throws UsageError on another Z or rate
  void append(const std::string& name, const LatentPath& part, const std::vector<int>& frames);

  /// By extension: `.h5` (latents (T, Z) float32, frame (T), clip (T), clip_names, root_path (T, 9)
  /// where there are roots; attributes fps, model, model_sha256) or `.csv` (clip, frame, time_s
  /// from the clip's first row, z0, z1, ...).
  /// @throws UsageError on another extension, OutputError
  void save(const std::filesystem::path& path) const;
  /// From `.h5`. @throws InputError, ModelError
  [[nodiscard]] static Encodings load(const std::filesystem::path& path);
};

/// A path with its name.
struct NamedPath {
  std::string name;
  LatentPath path;
};
/// The clips of encodings as paths of their own, in order.
[[nodiscard]] std::vector<NamedPath> paths_of(const Encodings& encodings);

/// True for an `.h5` that save() wrote. @throws InputError, ModelError when it is no HDF5 file
[[nodiscard]] bool is_encodings(const std::filesystem::path& path);

/// Throws what save() would throw for this name, without writing; to be called before the work.
void check_encodings_path(const std::filesystem::path& path);

}  // namespace poseaae::latent
