#pragma once

#include <Eigen/Core>
#include <functional>

#include "poseaae/metrics/rows.hpp"

namespace poseaae::metrics {

/// How travels through the latent space look once decoded. A path is S >= 3 rows, its steps; with
/// x_s the points of step s and d the mean joint distance (neighbours.hpp):
///   length ratio     sum_s d(x_s, x_{s+1}) / d(x_1, x_S): 1 when the body goes straight there; a
///                    path whose ends are nearer than 1 cm has none (NaN)
///   speed variation  standard deviation of d(x_s, x_{s+1}) over their mean: 0 at an even pace; 0
///                    when nothing moves
/// Source: of evaluating interpolations by their decoded length, Arvanitidis et al., Latent space
/// oddity, ICLR 2018.
struct PathQuality {
  Eigen::VectorXd length_ratio;     ///< (paths)
  Eigen::VectorXd speed_variation;  ///< (paths)

  /// Over the paths that have one; NaN when none has.
  [[nodiscard]] double mean_length_ratio() const;
  [[nodiscard]] double mean_speed_variation() const { return speed_variation.mean(); }
};

/// `points` (paths x S, 3K), path after path.
/// @throws UsageError when S < 3 or the rows are not whole paths
[[nodiscard]] PathQuality path_quality(const Rows& points, int steps);

/// From latents (N, Z) to points (N, 3K) of the poses decoded from them.
using DecodePoints = std::function<Rows(const Rows& latents)>;

/// mean_i (1/K) sum_j |p_j(z_i + e u_i) - p_j(z_i)|^2 / e^2, metres^2 per squared unit of latent,
/// with u_i the direction d_i brought to length 1: how fast poses change where paths lead through.
/// Of a linear decoder p = A z, |A u|^2 / K. Rows with a direction of 0 are left out.
/// Source: perceptual path length, Karras et al., A style-based generator architecture, CVPR 2019,
/// section 4.1, with joints' positions in place of image features.
/// @throws UsageError on sizes that differ, or no direction
[[nodiscard]] double perceptual_path_length(const DecodePoints& decode, const Rows& latents,
                                            const Rows& directions, double step = 1e-2);

}  // namespace poseaae::metrics
