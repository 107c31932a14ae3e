#pragma once

#include <vector>

#include "poseaae/latent/path.hpp"
#include "poseaae/math/batch.hpp"

/// Alignment in time of two clips.
namespace poseaae::latent {

struct WarpOptions {
  /// Largest speed of either clip as a multiple of its average speed: 1 is a plain stretch, 3 lets
  /// a gesture take between a third and three times its share of the time.
  int max_slope = 3;
  /// Standard deviation, in frames of the longer clip, of the Gaussian that turns the stairs of
  /// dynamic programming into a smooth change of tempo; 0 leaves corners.
  double smoothing = 6.0;

  /// @throws UsageError
  void validate() const;
};

/// Corresponding moments, K >= 2 pairs in order: frame a[k] of A and frame b[k] of B, from
/// (0, 0) to (T_a - 1, T_b - 1), fractional, both increasing (a clip of one frame stays at 0). The
/// pairs are spread evenly over the common progress (a / (T_a - 1) + b / (T_b - 1)) / 2.
struct Alignment {
  std::vector<double> a;
  std::vector<double> b;

  [[nodiscard]] int pairs() const { return static_cast<int>(a.size()); }
  /// The moment of B for each frame 0, 1, ..., frames - 1 of A.
  [[nodiscard]] std::vector<double> b_at_frames_of_a(int frames) const;
};

/// Dynamic time warping: the alignment with the least sum of distances |a_i - b_j|, weighted by
/// steps (2 on a diagonal, 1 on a straight step: Sakoe and Chiba's symmetric form), among those
/// whose tempo, against the stretch that makes both clips equally long, stays between 1 /
/// max_slope and max_slope. Both clips are brought to one length (of the longer, at most 1500),
/// where a step goes forward by (1, n) or (n, 1), n <= max_slope.
///
/// The path found consists of steps. Written as the deviation b - a over the progress (a + b) / 2,
/// it is a function of bounded slope; smoothing by a Gaussian, with the function continued at both
/// ends by point reflection, keeps the bound, so that the result still increases, keeps the slope
/// limit and reaches both ends.
///
/// `a` (T_a, Z) and `b` (T_b, Z) are compared as they are: whiten them first (LatentGaussian).
/// Source: Sakoe and Chiba, Dynamic programming algorithm optimization for spoken word recognition,
/// 1978. @throws UsageError when a path is empty or the dimensions differ
[[nodiscard]] Alignment align(const Batch& a, const Batch& b, const WarpOptions& options = {});

}  // namespace poseaae::latent
