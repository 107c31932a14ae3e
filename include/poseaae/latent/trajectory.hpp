#pragma once

#include <string>
#include <vector>

#include "poseaae/codec/latent_flow.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/path.hpp"

namespace poseaae::latent {

/// How a path moves, in whitened coordinates e = S^-1 (z - m), in which the model's own poses have
/// mean 0 and covariance I, so that the values are comparable between models.
struct TrajectoryDiagnostics {
  double fps = 30.0;
  int dim = 0;                 ///< Z
  std::vector<double> time_s;  ///< (T): t / fps
  /// (T): |e_{t+1} - e_{t-1}| fps / 2, standard deviations per second; at the ends the one-sided
  /// difference |-3 e_0 + 4 e_1 - e_2| fps / 2 of the same order.
  std::vector<double> speed;
  /// (T): |e_{t+1} - 2 e_t + e_{t-1}| fps^2, standard deviations per second squared; the ends
  /// repeat their neighbour.
  std::vector<double> acceleration;
  std::vector<double> norm;  ///< (T): |e_t|
  /// (T): 100 (1 - FlowMap::commonness()), the percentage of the poses learned from that are more
  /// common; empty where the model has no flow.
  std::vector<double> rarer_than_percent;
  /// sqrt Z: the radius of the shell around which the norms of N(0, I) concentrate; its thickness
  /// does not grow with Z.
  double shell = 0.0;
  /// The 2.5th and 97.5th percentile of |e| under N(0, I) (chi with Z degrees of freedom): a path
  /// of likely poses has about 95 % of its frames between them.
  double shell_low = 0.0;
  double shell_high = 0.0;

  /// Share of frames with shell_low <= |e_t| <= shell_high.
  [[nodiscard]] double share_in_shell() const;
};

/// @throws UsageError when the path is empty or its dimension is not the space's
[[nodiscard]] TrajectoryDiagnostics diagnose(const LatentPath& path, const LatentGaussian& space,
                                             const codec::FlowMap* flow = nullptr);

/// Three lines to print: speed and acceleration (mean, largest); and describe_commonness() where it
/// is known, otherwise the norm and the share in the shell.
[[nodiscard]] std::string format_diagnostics(const TrajectoryDiagnostics& diagnostics);

/// x with P(chi <= x) = probability for the chi distribution of `dim` degrees of freedom (the norm
/// of N(0, I) in that many dimensions).
/// @throws UsageError unless dim >= 1 and 0 < probability < 1
[[nodiscard]] double chi_quantile(int dim, double probability);

}  // namespace poseaae::latent
