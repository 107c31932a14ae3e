#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/attributes/labelling.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/attribute.hpp"

namespace poseaae::attributes {

struct LearnOptions {
  LabellingOptions labels{};
  bool measure = true;  ///< fill in Attribute::figures and the leakage
  /// Of the clips, for everything that is measured; none: 5, or one for each group of clips.
  std::optional<int> folds{};
  int shuffles = 100;  ///< of labels, for the nulls of probes
  /// Of labels, for the nulls of the vectors' effects; each decodes motion.
  int vector_shuffles = 20;
  int max_poses = 4000;  ///< to measure on, evenly spread over all clips
  std::vector<double> strengths{-1.0, -0.5, 0.0, 0.5, 1.0, 1.5};
  std::string group;  ///< clips that stay in one fold (dataset::GroupRule)
  std::uint64_t seed = 1;
  int threads = 0;

  [[nodiscard]] int fold_count() const { return folds.value_or(5); }
  /// @throws UsageError
  void validate() const;
};

/// Called with the progress of a stage, 0 to total, and the name of the stage.
using Report = std::function<void(std::size_t done, std::size_t total, std::string_view what)>;

/// Learns attributes in the model's latent space from all labelled poses of `data`, and measures
/// their quality by cross-validation over groups of clips:
///
/// Probes. Balanced accuracy of logistic regression on latents, each fold predicted by the others,
/// beside the same with labels of whole clips shuffled.
///
/// Effect. For each fold, vectors are learned from the latents of the other folds' poses, and
/// independent probes, "has the attribute or another one", from the REAL joint positions, lean and
/// heights of the other folds' poses (PoseFeatures). Neutral poses of the fold are encoded, moved
/// by strength x vector, decoded and measured by these probes (their log odds). From that follow
/// Spearman's rho of strength and measured attribute over clips and strengths, reach, and leakage
/// (latent/attribute.hpp); and the same along vectors of shuffled labels.
///
/// Of a model of windows, the poses are those in the middle of the windows of each clip's path, one
/// every hop, each with the labels of its frame; and the tempo is that of rotations.
///
/// @throws UsageError when poses are not the model's, labels are missing, or there are more folds
/// than groups of clips
[[nodiscard]] latent::AttributeSet learn(const codec::PoseAutoencoder& model,
                                         const dataset::PoseDataset& data,
                                         const LearnOptions& options = {},
                                         const Report& report = {});

/// A table to print: one row per attribute, and an explanation of the columns.
[[nodiscard]] std::string format_attributes(const latent::AttributeSet& set);
/// AttributeSet::leakage as a table; "" when it was not measured.
[[nodiscard]] std::string format_leakage(const latent::AttributeSet& set);

}  // namespace poseaae::attributes
