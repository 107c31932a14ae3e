#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/metrics/logistic.hpp"

namespace poseaae::attributes {

using metrics::Rows;

/// Rows of poses and what they are: 1 has the attribute, 0 neutral.
struct Contrast {
  std::vector<int> rows;     ///< of the latents
  metrics::Labels labels;    ///< as many
  std::vector<int> content;  ///< as many, or empty: match nothing
};

/// sum_c n_c (mean of label 1 in c - mean of label 0 in c) / sum_c n_c over the contents c that
/// have both, n_c = n_c1 n_c0 / (n_c1 + n_c0): within each content the difference of the means,
/// weighted by how well it is known. Where styles are danced to other contents, the plain
/// difference of means would learn these: old would be "walks less". Without contents, or when none
/// has both labels, the plain difference. Source: the weights are those of stratified comparisons,
/// Cochran 1954.
[[nodiscard]] Eigen::VectorXd mean_difference(const Rows& latents, const Contrast& contrast);

/// w (w . v) / (w . w), with w the gradient of a logistic probe's log odds: the straightest way to
/// change the probe's mind, as far as v does. Zero when w is.
[[nodiscard]] Eigen::VectorXd logistic_direction(const metrics::Logistic& probe,
                                                 const Eigen::VectorXd& mean_difference);

}  // namespace poseaae::attributes
