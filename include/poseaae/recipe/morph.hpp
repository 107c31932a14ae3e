#pragma once

#include <optional>
#include <string>
#include <vector>

#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/sampling.hpp"

namespace poseaae::recipe {

/// A path through stops, as given on a command line: poses ("dance.bvh:100", "sample:7", "mean")
/// become a tour, clips ("dance.bvh:100:300") phrases with transitions between them.
struct Morph {
  std::vector<std::string> stops;  ///< at least one
  /// From one stop to the next; by default 1 between poses, 0.5 between clips.
  std::optional<double> seconds;
  std::string way;      ///< of a tour or a transition; "" its default
  std::string easing;   ///< "" its default
  std::string pace;     ///< of a tour; "" its default
  bool closed = false;  ///< back to the first stop
  latent::Travel travel = latent::Travel::kClip;
  std::optional<latent::Sampling> sampling{};  ///< of random poses; as the model has it if empty
};

/// The path file of a morph. @throws UsageError: no stops, poses mixed with clips, a pace for clips
[[nodiscard]] std::string path_file_of(const Morph& morph);

}  // namespace poseaae::recipe
