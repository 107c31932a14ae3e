#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/codec/latent_flow.hpp"
#include "poseaae/codec/mixture.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::codec {

/// Rows of encodings, and those that follow them on the path of a clip, as many.
struct Followers {
  std::vector<Eigen::Index> rows;
  std::vector<Eigen::Index> next;
};

/// Mean (Z) and covariance (Z x Z, normalised by N - 1) of the encodings of the training poses, and
/// a mixture fitted to them.
struct LatentStatistics {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
  Mixture mixture{};  ///< of the same encodings; empty in models from before mixtures were added
  /// S R S (Z x Z), with S S the covariance and R the correlation (step_correlation()) of points
  /// with those before, on the paths of the training clips; empty in models of poses.
  Eigen::MatrixXd step{};
  /// Of a coarser mixture, which tells what is rare of encodings that it has not seen too; empty in
  /// models of windows, and in older ones.
  LatentFlow flow{};

  /// Mean and covariance alone. @throws UsageError when there are fewer than two encodings
  [[nodiscard]] static LatentStatistics of(const Batch& latents);
  /// With a mixture of up to 64 components (fit_mixture()) too, and the flow (fit_flow()) of one of
  /// up to ten where there are at least 10 (Z + 1) encodings.
  [[nodiscard]] static LatentStatistics with_mixture(const Batch& latents);
  /// With a mixture, and with steps where any encoding has a follower.
  [[nodiscard]] static LatentStatistics of_windows(const Batch& latents,
                                                   const Followers& followers);
  /// sqrt of the diagonal.
  [[nodiscard]] Eigen::VectorXd standard_deviation() const;
};

/// S_b^-1/2 S_ba S_a^-1/2 (Z x Z) of points `b` (N, Z) that follow points `a`: S_a and S_b are
/// their covariances, each about its own mean, and S_ba that of both. Each side is whitened by
/// itself, since points that nothing follows, at the ends of clips, differ from the others: no
/// singular value, a canonical correlation (Hotelling 1936), is above 1.
[[nodiscard]] Eigen::MatrixXd step_correlation(const Eigen::MatrixXd& b, const Eigen::MatrixXd& a);

}  // namespace poseaae::codec
