#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/model/pose_autoencoder.hpp"
#include "poseaae/render/picture.hpp"

/// How far from the centre the mass of N(0, I) lies, and how empty the middle is: why a straight
/// line between two latents leaves the poses that a decoder knows.
namespace poseaae::atlas {

using model::Batch;

/// z ~ N(0, I_Z): |z| follows the chi distribution with Z degrees of freedom. In high dimensions
/// all of it lies in a thin shell of radius about sqrt(Z).
struct Shell {
  int dim = 0;           ///< Z
  double radius = 0.0;   ///< sqrt(Z) = sqrt(E |z|^2)
  double mean_norm = 0;  ///< E |z| = sqrt(2) Gamma((Z + 1) / 2) / Gamma(Z / 2)
  double deviation = 0;  ///< of |z|: sqrt(Z - (E |z|)^2), towards sqrt(1/2)
  /// E |(a + b) / 2| = E |z| / sqrt(2), a and b independent: where the straight line between two
  /// random points has its middle.
  double midpoint_norm = 0.0;
  /// P(|z| <= midpoint_norm) = P(Z / 2, midpoint_norm^2 / 2), P the regularised incomplete gamma
  /// function: the share of the prior that lies as near the centre as that middle.
  double midpoint_probability = 0.0;

  /// @throws UsageError when dim < 1
  [[nodiscard]] static Shell of(int dim);
  /// The density of |z| at r: 2^(1 - Z/2) r^(Z-1) exp(-r^2 / 2) / Gamma(Z / 2).
  [[nodiscard]] double density(double r) const;
  /// The norm below which this share of the prior lies, 0 < p < 1: bands around the shell.
  [[nodiscard]] double quantile(double p) const;
};

/// The same of a model's encodings in whitened coordinates e (see LatentGaussian): what the shell
/// looks like from inside.
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
[[nodiscard]] MeasuredShell measure_shell(const model::LatentStatistics& statistics,
                                          const Batch& latents, std::uint64_t seed = 1);

struct ShellRow {
  Shell theory;
  std::optional<MeasuredShell> measured;
};

/// 2, 8, 16, 32, 64, 128, 256, 512 and `own`, ascending; the row of `own` carries the measurement.
[[nodiscard]] std::vector<ShellRow> shell_table(int own,
                                                const std::optional<MeasuredShell>& measured);
/// For people: aligned columns and a line that says what it means.
[[nodiscard]] std::string format_shell_table(const std::vector<ShellRow>& rows);
/// dimension, sqrt_dimension, mean_norm, ...; empty cells where nothing was measured.
[[nodiscard]] std::string shell_csv(const std::vector<ShellRow>& rows);
/// Densities of |z| / sqrt(Z) for a few dimensions, beside how the encodings' |e| are spread where
/// they were measured; and the probability over the dimension.
[[nodiscard]] render::Picture draw_shell(const std::vector<ShellRow>& rows);

}  // namespace poseaae::atlas
