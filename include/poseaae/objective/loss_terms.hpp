#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

/// The terms of the autoencoder's loss, which configuration, histories and engines follow.
namespace poseaae::objective {

/// The variant of the method: the tutorial's, a corrected one without its defects, or the one that
/// measured best (docs/METHOD.md). Loss terms have two forms, the tutorial's and the corrected one;
/// kBest and kMotion, the one for windows of time, use the corrected form. docs/PRESETS.md has the
/// table.
enum class Preset { kTutorial, kCorrected, kBest, kMotion };

/// What pulls the encodings towards the prior: in aae a discriminator (Makhzani et al. 2015) of
/// encodings or of poses decoded from the prior, and optionally MMD or the sliced distance; in vae
/// the KL divergence of a Gaussian encoder (Kingma and Welling 2014); in wae MMD (Tolstikhin et al.
/// 2018) or the sliced distance; in ae nothing.
enum class ModelKind { kAae, kVae, kWae, kAe };

template <typename T>
class Term;
template <typename T>
struct TermSetup;

/// How the fused engine makes a term's loops, in either precision; double is for checks of the
/// gradient.
template <typename T>
using MakeTerm = std::unique_ptr<Term<T>> (*)(const TermSetup<T>&);
using Loops = std::tuple<MakeTerm<float>, MakeTerm<double>>;

/// A term: terms/<name>.cpp has it, with its loops; the torch engine's losses/<name>.cpp has its
/// tensors. loss_terms.inc lists it for both.
struct LossTerm {
  std::string name;     ///< configuration key below `losses.`
  std::string column;   ///< in history.csv
  double tutorial = 0;  ///< default weight of the preset
  double corrected = 0;
  double best = 0;
  double motion = 0;
  std::string comment;
  /// The kinds of model that use it; empty: all.
  std::vector<ModelKind> kinds{};
  Loops loops{};            ///< null: the fused engine lacks them, or has them in PoseObjective
  bool of_poses = false;    ///< one of PoseObjective
  bool of_windows = false;  ///< needs rows with root and contacts (mocap::RowShape::travels)
  // What it needs beside prediction and encodings:
  bool judged = false;  ///< the logits of a discriminator, which learns before the encoder does
  bool judges_poses = false;  ///< those of a discriminator of generated poses, likewise
  bool of_generated = false;  ///< poses decoded from samples of the prior
  bool in_room = false;       ///< positions in the room, true and predicted

  [[nodiscard]] bool counts(ModelKind kind) const;
  /// Whether it pulls the encodings towards the prior (see Config::prior_factor()).
  [[nodiscard]] bool matches_prior() const { return !kinds.empty(); }
  [[nodiscard]] double weight(Preset preset) const;
};

/// Capacity of TermValues.
inline constexpr std::size_t kMaxLossTerms = 24;

/// In the order of the sum.
[[nodiscard]] const std::vector<LossTerm>& loss_terms();
/// Index of a term in loss_terms(). @throws Error when there is none
[[nodiscard]] std::size_t term_index(std::string_view name);
/// The first term of a weight other than 0 that `has` does not have; null where there is none.
[[nodiscard]] const LossTerm* lacking_term(const std::vector<double>& weights,
                                           const std::function<bool(const LossTerm&)>& has);

}  // namespace poseaae::objective
