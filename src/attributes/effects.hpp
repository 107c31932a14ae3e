#pragma once

#include <vector>

#include "poseaae/attributes/directions.hpp"
#include "poseaae/attributes/labelling.hpp"
#include "poseaae/attributes/learn.hpp"
#include "poseaae/attributes/pose_features.hpp"

namespace poseaae::attributes {

/// Poses that figures are measured on: some rows of the dataset, evenly spread.
struct Sample {
  std::vector<int> rows;    ///< of the dataset, ascending (M)
  Rows poses;               ///< (M, 4J)
  Rows latents;             ///< (M, Z)
  Rows features;            ///< (M, F) of the real poses
  std::vector<int> clips;   ///< (M) number of the clip
  std::vector<int> groups;  ///< (M) clips that are never parted
};

/// The sampled rows of one contrast of a labelling (its `of` or `others`), those of `fold` left
/// out; no fold is left out when it is negative.
[[nodiscard]] Contrast contrast_of(const Sample& sample, const std::vector<signed char>& kinds,
                                   const std::vector<int>& content,
                                   const std::vector<int>& fold_of_group = {}, int fold = -1);

/// What following attributes does to decoded poses; see learn().
struct Effects {
  std::vector<latent::EffectFigures> spearman;  ///< of each attribute
  std::vector<latent::EffectFigures> reach;
  std::vector<latent::EffectFigures> leakage;
  std::vector<double> natural_leakage;
  std::vector<double> ruler_accuracy;
  std::vector<double> content_loss;
  Eigen::MatrixXd moved;    ///< (A, A) as AttributeSet::leakage
  Eigen::MatrixXd natural;  ///< (A, A)
};

/// `watched` are measured too without being followed: contents, for Effects::content_loss.
[[nodiscard]] Effects measure_effects(const model::PoseAutoencoder& model, const Sample& sample,
                                      const PoseFeatures& features,
                                      const std::vector<Labelling>& attributes,
                                      const std::vector<Labelling>& watched,
                                      const LearnOptions& options, const Report& report);

}  // namespace poseaae::attributes
