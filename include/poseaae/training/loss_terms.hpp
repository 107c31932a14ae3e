#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The terms of the autoencoder's loss, described once: configuration, histories and engines follow
/// this list.
namespace poseaae::training {

/// Which text of the method holds: the tutorial's, the one that mends what defeats it, or the best
/// that measurements have found (docs/METHOD.md). The form of a loss is the tutorial's or the
/// corrected one, which the best shares. docs/PRESETS.md has the table.
enum class Preset { kTutorial, kCorrected, kBest };

/// What pulls the encodings towards the prior: aae, a discriminator (Makhzani et al. 2015), and the
/// MMD or the sliced distance if wanted; vae, the divergence of a Gaussian encoder (Kingma
/// and Welling 2014); wae, the MMD (Tolstikhin et al. 2018) or the sliced distance; ae,
/// nothing.
enum class ModelKind { kAae, kVae, kWae, kAe };

struct LossTerm {
  std::string name;     ///< configuration key below `losses.`, key of the engines' registries
  std::string column;   ///< in history.csv
  double tutorial = 0;  ///< default weight of the preset
  double corrected = 0;
  double best = 0;
  std::string comment;
  /// The kinds of model in which it counts; empty: all.
  std::vector<ModelKind> kinds{};

  [[nodiscard]] bool counts(ModelKind kind) const;
  /// Whether it pulls the encodings towards the prior; such weights may rise slowly.
  [[nodiscard]] bool matches_prior() const { return !kinds.empty(); }
  [[nodiscard]] double weight(Preset preset) const;
};

/// So many terms fit into TermValues.
inline constexpr std::size_t kMaxLossTerms = 12;

/// In the order of the sum: norm, position, quaternion, prior, rotation, mmd, kl, sliced,
/// generated.
[[nodiscard]] const std::vector<LossTerm>& loss_terms();
/// The place of a term in loss_terms(). @throws Error when there is none
[[nodiscard]] std::size_t term_index(std::string_view name);

}  // namespace poseaae::training
