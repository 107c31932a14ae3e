#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/math/batch.hpp"
#include "poseaae/metrics/logistic.hpp"

namespace poseaae::attributes {

/// Rows of poses and their labels: 1 for poses with the attribute, 0 for neutral ones.
struct Contrast {
  std::vector<int> rows;     ///< of the latents
  metrics::Labels labels;    ///< as many
  std::vector<int> content;  ///< as many, or empty to match nothing
};

/// sum_c n_c (mean of label 1 in c - mean of label 0 in c) / sum_c n_c over the contents c that
/// have both labels, n_c = n_c1 n_c0 / (n_c1 + n_c0): the difference of the means within each
/// content, weighted by how precisely it is known. If styles come with different contents, the
/// plain difference of means would learn the contents: "old" would become "walks less". Without
/// contents, or when none has both labels, the result is the plain difference. Source: the weights
/// are those of stratified comparisons, Cochran 1954.
[[nodiscard]] Eigen::VectorXd mean_difference(const Batch& latents, const Contrast& contrast);

/// w (w . v) / (w . w), with w the gradient of a logistic probe's log odds: the shortest vector
/// that changes the probe's log odds as much as v does. Zero when w is zero.
[[nodiscard]] Eigen::VectorXd logistic_direction(const metrics::Logistic& probe,
                                                 const Eigen::VectorXd& mean_difference);

}  // namespace poseaae::attributes
