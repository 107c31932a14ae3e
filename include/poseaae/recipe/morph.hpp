#pragma once

#include <optional>
#include <string>
#include <vector>

namespace poseaae::recipe {

/// A journey through stops, as a command line says it: poses ("dance.bvh:100", "sample:7", "mean")
/// become a tour, clips ("dance.bvh:100:300") phrases with transitions between them.
struct Morph {
  std::vector<std::string> stops;  ///< at least one
  std::optional<double> seconds;   ///< from stop to stop; 1 between poses, 0.5 between clips
  std::string way;                 ///< of a tour or a transition; "" its default
  std::string easing;              ///< "" its default
  std::string pace;                ///< of a tour; "" its default
  bool closed = false;             ///< back to the first stop
};

/// The same as a path file. @throws UsageError: no stops, poses among clips, a pace for clips
[[nodiscard]] std::string path_file_of(const Morph& morph);

}  // namespace poseaae::recipe
