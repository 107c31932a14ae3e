#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/render/picture.hpp"

/// The distance of the mass of N(0, I) from the centre, and how empty the middle is: the reason why
/// a straight line between two latents leaves the poses that a decoder knows.
namespace poseaae::atlas {

/// z ~ N(0, I_Z): |z| follows the chi distribution with Z degrees of freedom. In high dimensions
/// all of it lies in a thin shell of radius about sqrt(Z).
struct Shell {
  int dim = 0;           ///< Z
  double radius = 0.0;   ///< sqrt(Z) = sqrt(E |z|^2)
  double mean_norm = 0;  ///< E |z| = sqrt(2) Gamma((Z + 1) / 2) / Gamma(Z / 2)
  double deviation = 0;  ///< of |z|: sqrt(Z - (E |z|)^2), towards sqrt(1/2)
  /// E |(a + b) / 2| = E |z| / sqrt(2), a and b independent: the norm of the middle of a straight
  /// line between two random points.
  double midpoint_norm = 0.0;
  /// P(|z| <= midpoint_norm) = P(Z / 2, midpoint_norm^2 / 2), P the regularised incomplete gamma
  /// function: the share of the prior that lies as close to the centre as that middle.
  double midpoint_probability = 0.0;

  /// @throws UsageError when dim < 1
  [[nodiscard]] static Shell of(int dim);
  /// The density of |z| at r: 2^(1 - Z/2) r^(Z-1) exp(-r^2 / 2) / Gamma(Z / 2).
  [[nodiscard]] double density(double r) const;
  /// The norm below which this share of the prior lies, 0 < p < 1: bands around the shell.
  [[nodiscard]] double quantile(double p) const;
};

/// The same measured on a model's encodings, in whitened coordinates e (see LatentGaussian).
struct MeasuredShell {
  int count = 0;               ///< encodings
  double mean_norm = 0.0;      ///< of |e|
  double deviation = 0.0;      ///< of |e|, normalised by N - 1
  double midpoint_norm = 0.0;  ///< mean |(e_i + e_j) / 2| over random pairs i != j
  /// Share of the encodings with |e| <= that mean.
  double midpoint_share = 0.0;
  std::vector<double> norms{};  ///< |e| of each encoding
};

/// `latents` (N, Z) of a model, N >= 2; as many pairs as encodings, chosen by `seed`.
/// @throws UsageError
[[nodiscard]] MeasuredShell measure_shell(const codec::LatentStatistics& statistics,
                                          const Batch& latents, std::uint64_t seed = 1);

struct ShellRow {
  Shell theory;
  std::optional<MeasuredShell> measured;
};

/// 2, 8, 16, 32, 64, 128, 256, 512 and `own`, ascending; the row of `own` carries the measurement.
[[nodiscard]] std::vector<ShellRow> shell_table(int own,
                                                const std::optional<MeasuredShell>& measured);
/// A table to print: aligned columns, and an explanation of them.
[[nodiscard]] std::string format_shell_table(const std::vector<ShellRow>& rows);
/// dimension, sqrt_dimension, mean_norm, ...; cells are empty where nothing was measured.
[[nodiscard]] std::string shell_csv(const std::vector<ShellRow>& rows);
/// The densities of |z| / sqrt(Z) for some dimensions, beside the distribution of the encodings'
/// |e| if they were measured, and the midpoint probability over the dimension.
[[nodiscard]] render::Picture draw_shell(const std::vector<ShellRow>& rows);

}  // namespace poseaae::atlas
