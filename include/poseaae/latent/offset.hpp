#pragma once

#include <Eigen/Core>
#include <string_view>

#include "poseaae/latent/path.hpp"
#include "poseaae/model/pose_autoencoder.hpp"

namespace poseaae::latent {

/// Which way an offset points, as a vector d (Z), not normalised:
///   "all"        1 in every dimension (the tutorial's)
///   "3"          1 in dimension 3, counting from 0, and 0 elsewhere
///   "0.5,-1,0"   the numbers themselves, Z of them
/// @throws UsageError
[[nodiscard]] Eigen::VectorXf parse_direction(std::string_view text, int dim);

/// What one unit of amplitude is.
enum class AmplitudeUnit {
  kStd,     ///< the model's standard deviation, per dimension: the same number suits every model
  kLatent,  ///< latent space itself, as in the tutorial
};

struct OffsetOptions {
  double amplitude = 0.5;  ///< in all dimensions at once, 1 already bends poses out of shape
  double cycles = 2.0;     ///< full oscillations over the path
  AmplitudeUnit unit = AmplitudeUnit::kStd;

  /// @throws UsageError
  void validate() const;
};

/// z'_t = z_t + d a u sin(2 pi cycles t / (T - 1)), elementwise in d and u: the path followed at a
/// distance that swings to both sides; a the amplitude, u the model's standard deviations or 1.
/// t / (T - 1), as in the tutorial, makes a whole number of cycles end where the path itself ends.
/// The tutorial: all dimensions, amplitude 4, 2 cycles, latent units.
/// @throws UsageError when sizes do not fit
[[nodiscard]] LatentPath follow_at_offset(const LatentPath& path, const Eigen::VectorXf& direction,
                                          const model::LatentStatistics& statistics,
                                          const OffsetOptions& options);

}  // namespace poseaae::latent
