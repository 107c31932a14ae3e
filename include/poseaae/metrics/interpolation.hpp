#pragma once

#include <Eigen/Core>
#include <functional>

#include "poseaae/math/batch.hpp"

namespace poseaae::metrics {

/// Quality of decoded interpolations. A path consists of S >= 3 rows; with x_s the points of row s
/// and d the mean joint distance (neighbours.hpp):
///   length ratio     sum_s d(x_s, x_{s+1}) / d(x_1, x_S): 1 for the straightest motion; undefined
///                    (NaN) if the ends are less than 1 cm apart
///   speed variation  standard deviation of d(x_s, x_{s+1}) over their mean: 0 at constant
///                    speed, and if nothing moves
/// Source for the evaluation of interpolations by decoded length: Arvanitidis et al., Latent space
/// oddity, ICLR 2018.
struct PathQuality {
  Eigen::VectorXd length_ratio;     ///< (paths)
  Eigen::VectorXd speed_variation;  ///< (paths)

  /// Mean over the paths with a defined ratio; NaN if there are none.
  [[nodiscard]] double mean_length_ratio() const;
  [[nodiscard]] double mean_speed_variation() const { return speed_variation.mean(); }
};

/// `points` (paths x S, 3K), path after path.
/// @throws UsageError when S < 3 or the rows are not whole paths
[[nodiscard]] PathQuality path_quality(const Batch& points, int steps);

/// From latents (N, Z) to points (N, 3K) of the poses decoded from them.
using DecodePoints = std::function<Batch(const Batch& latents)>;

/// mean_i (1/K) sum_j |p_j(z_i + e u_i) - p_j(z_i)|^2 / e^2, metres^2 per squared unit of latent,
/// with u_i = d_i / |d_i|: how fast poses change along the paths. For a linear decoder p = A z it
/// is |A u|^2 / K. Rows whose direction is 0 are left out. Source: perceptual path length, Karras
/// et al., A style-based generator architecture, CVPR 2019, section 4.1, with joint positions
/// instead of image features.
/// @throws UsageError on sizes that differ, or no direction
[[nodiscard]] double perceptual_path_length(const DecodePoints& decode, const Batch& latents,
                                            const Batch& directions, double step = 1e-2);

}  // namespace poseaae::metrics
