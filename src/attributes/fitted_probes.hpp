#pragma once

#include <optional>
#include <vector>

#include "sample.hpp"

namespace poseaae::attributes {

/// Labelling::of or Labelling::others.
using Kinds = std::vector<signed char> Labelling::*;

/// Probes on features of real poses, one an attribute and fold, fitted on the other folds; and what
/// they say of real poses.
struct FittedProbes {
  std::vector<std::optional<metrics::Logistic>> probes;  ///< (W, folds); empty: nothing to tell
  Eigen::MatrixXd real;      ///< (M, W) what probes say of real poses, each that of its fold
  Eigen::VectorXd unit;      ///< (W) mean of those with the attribute - mean of those without
  Eigen::VectorXd accuracy;  ///< (W) balanced, of `real`; NaN where nothing was told
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
