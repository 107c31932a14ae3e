#pragma once

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
};

/// A path with its name.
struct NamedPath {
  std::string name;
  LatentPath path;
};
/// The clips of encodings as paths of their own, in order.
[[nodiscard]] std::vector<NamedPath> paths_of(const Encodings& encodings);

}  // namespace poseaae::latent
