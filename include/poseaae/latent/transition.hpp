#pragma once

#include <optional>

#include "poseaae/latent/easing.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/interpolation.hpp"
#include "poseaae/latent/path.hpp"

/// Transitions through latent space from the end of one clip to the start of another.
namespace poseaae::latent {

struct TransitionOptions {
  /// From the last frame of the first clip to the first frame of the second; 0 is a cut.
  double seconds = 0.5;
  /// How one clip hands over to the other. It must start and end at rest, or the velocities would
  /// not match: not linear. Quintic, the default, keeps accelerations continuous too.
  std::optional<Easing> easing{};
  std::optional<Interpolation> interpolation{};  ///< in whitened coordinates; by default lerp
  /// The longest time for which each clip continues while its velocity fades; it keeps long
  /// transitions from running away. On recorded dances, bridges with 0.2 s stay as close to the
  /// mean as poses are.
  double run_out_s = 0.2;

  /// @throws UsageError
  void validate() const;
};

/// z(t) = I(A(t), B(D - t); ease(t / D)) for 0 < t < D: the frames between, `seconds` = D, with I
/// the interpolation in whitened coordinates and
///   A(t) = a + v g(t) + c h(t),   g' = 1 - S(t / r),   h' = t (1 - t / r)^3,   both 0 after r,
/// the first clip going on from its last point a with its velocity v and acceleration c there,
/// which fade within r = min(run_out_s, D) (S is the quintic easing); B(t) is the same from the
/// second clip's start, backwards in time. Since the easing is at rest at both ends, z leaves a
/// with velocity v and reaches the second clip with its velocity, whatever I; with the quintic
/// easing, whose acceleration is 0 there, accelerations are continuous too.
///
/// No overshoot: A goes at most |v| r / 2 + |c| r^2 / 20 away from a, however long the transition.
/// v and c are those of the parabola through the end point that fits the last 1/15 s (at least 2
/// frames) in the least-squares sense; a clip of one frame is at rest.
///
/// Where the space knows how points follow one another (LatentGaussian::steps(): of windows) and
/// neither interpolation nor easing is asked for, the points between are those of the walk of the
/// kind steps (walk.hpp) that leaves `from`: of 256, the one whose end is likeliest to be the
/// beginning of `to` by the vector autoregression e' = R e + n, moved there by Gaussian
/// conditioning on its end.
///
/// At the frame rate of `from`; round(D fps) - 1 frames, none for a cut.
/// @throws UsageError when a path is empty or dimensions differ
[[nodiscard]] LatentPath bridge(const LatentPath& from, const LatentPath& to,
                                const LatentGaussian& space, const TransitionOptions& options = {});

/// All of `from`, the bridge, all of `to` (at the frame rate of `from`): no frame appears twice,
/// and every given frame is unchanged.
[[nodiscard]] LatentPath join(const LatentPath& from, const LatentPath& to,
                              const LatentGaussian& space, const TransitionOptions& options = {});

}  // namespace poseaae::latent
