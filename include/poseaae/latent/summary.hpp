#pragma once

#include <Eigen/Core>
#include <string>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::latent {

/// Statistics of T encodings, and their distance from the prior N(0, I).
struct LatentSummary {
  int count = 0;
  Eigen::VectorXd mean;                ///< Z
  Eigen::VectorXd standard_deviation;  ///< Z, normalised by T - 1; 0 for a single encoding
  Eigen::VectorXd minimum;             ///< Z
  Eigen::VectorXd maximum;             ///< Z
  /// Z: sup |F(x) - Phi(x)|, the Kolmogorov-Smirnov distance of each latent from N(0, 1): 0 the
  /// same distribution, 1 none in common.
  Eigen::VectorXd distance;
  /// KL(N(m, C) || N(0, I)) = (tr C + m m - Z - ln det C) / 2 in nats: 0 when mean and covariance
  /// are those of the prior, infinite when a latent or a combination of them is constant.
  double divergence = 0.0;
};

/// @throws UsageError when there is no encoding
[[nodiscard]] LatentSummary summarise(const Batch& latents);

/// A table to print, one row per latent, and a line with the values of the prior.
[[nodiscard]] std::string format_summary(const LatentSummary& summary);

/// sqrt(mean_d ((z_td - m_d) / s_d)^2) for each point (T): how far a path strays from a model's
/// poses (m, s: its latent mean and standard deviation). About 1 among them; latents that the model
/// does not use (s_d = 0) do not count.
[[nodiscard]] Eigen::VectorXd distance_from_mean(const Batch& latents,
                                                 const codec::LatentStatistics& statistics);

}  // namespace poseaae::latent
