#pragma once

#include <optional>
#include <vector>

#include "sample.hpp"

namespace poseaae::attributes {

/// Labelling::of or Labelling::others.
using Kinds = std::vector<signed char> Labelling::*;

/// Probes on features of real poses, one per attribute and fold, fitted on the other folds; and
/// their predictions on real poses.
struct FittedProbes {
  std::vector<std::optional<metrics::Logistic>> probes;  ///< (W, folds); empty: not fitted
  Eigen::MatrixXd real;      ///< (M, W) predictions on real poses, each by its fold's probe
  Eigen::VectorXd unit;      ///< (W) mean of those with the attribute - mean of those without
  Eigen::VectorXd accuracy;  ///< (W) balanced, of `real`; NaN where nothing was predicted
  int folds = 0;

  [[nodiscard]] const std::optional<metrics::Logistic>& probe(std::size_t watched, int fold) const {
    return probes[watched * static_cast<std::size_t>(folds) + static_cast<std::size_t>(fold)];
  }
};

/// Fits probes to each labelling's contrast `kinds`.
[[nodiscard]] FittedProbes fit_probes(const Sample& sample, const Folds& folds,
                                      const std::vector<Labelling>& labellings, Kinds kinds,
                                      int threads);

}  // namespace poseaae::attributes
