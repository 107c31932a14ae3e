#pragma once

#include <vector>

#include "attributes/pose_features.hpp"
#include "poseaae/attributes/labelling.hpp"
#include "poseaae/attributes/learn.hpp"
#include "sample.hpp"

namespace poseaae::attributes {

/// What following attributes does to decoded poses; see learn().
struct Effects {
  std::vector<latent::EffectFigures> spearman;  ///< of each attribute
  std::vector<latent::EffectFigures> reach;
  std::vector<latent::EffectFigures> leakage;
  std::vector<double> natural_leakage;
  std::vector<double> probe_accuracy;
  std::vector<double> content_loss;
  Eigen::MatrixXd moved;    ///< (A, A) as AttributeSet::leakage
  Eigen::MatrixXd natural;  ///< (A, A)
};

/// `watched` are measured too without being followed: contents, for Effects::content_loss.
[[nodiscard]] Effects measure_effects(const codec::PoseAutoencoder& model, const Sample& sample,
                                      const PoseFeatures& features,
                                      const std::vector<Labelling>& attributes,
                                      const std::vector<Labelling>& watched,
                                      const LearnOptions& options, const Report& report);

}  // namespace poseaae::attributes
