#pragma once

#include <cstddef>
#include <string>
#include <vector>

/// The terms of the autoencoder's loss, described once: configuration, histories and engines follow
/// this list.
namespace poseaae::training {

/// Which text of the method holds: the tutorial's, or the one that mends what defeats it. The
/// README has the table of the two.
enum class Preset { kTutorial, kCorrected };

struct LossTerm {
  std::string name;     ///< configuration key below `losses.`, key of the engines' registries
  std::string column;   ///< in history.csv
  double tutorial = 0;  ///< default weight of the preset
  double corrected = 0;
  std::string comment;
};

/// So many terms fit into TermValues.
inline constexpr std::size_t kMostLossTerms = 12;

/// In the order of the sum: norm, position, quaternion, prior.
[[nodiscard]] const std::vector<LossTerm>& loss_terms();

}  // namespace poseaae::training
