#pragma once

#include "poseaae/latent/easing.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/interpolation.hpp"
#include "poseaae/latent/path.hpp"

/// From the end of one clip to the start of another, through latent space.
namespace poseaae::latent {

struct TransitionOptions {
  /// From the last frame of the first clip to the first frame of the second; 0 is a cut.
  double seconds = 0.5;
  /// How one clip hands over to the other. It must start and end at rest, or the velocities would
  /// not match: not linear. Quintic keeps accelerations continuous too.
  Easing easing = Easing::kQuintic;
  Interpolation interpolation = Interpolation::kLerp;  ///< in whitened coordinates
  /// How long each clip goes on at most while its velocity fades: what keeps a long transition from
  /// running away.
  double run_out_s = 0.4;

  /// @throws UsageError
  void validate() const;
};

/// z(t) = I(A(t), B(D - t); ease(t / D)) for 0 < t < D: the frames between, `seconds` = D, with I
/// the interpolation in whitened coordinates and
///   A(t) = a + v g(t) + c h(t),     g(t) = t - t^2/2 ... levels off at t = r,
/// the first clip going on from its last point a with its velocity v and acceleration c there, both
/// fading to 0 within r = min(run_out_s, D); B(t) the same from the second clip's start, backwards
/// in time. Since the easing is at rest at both ends, z leaves a with velocity v and reaches the
/// second clip with its velocity (and accelerations, with an easing that has none: quintic),
/// whatever I.
///
/// No overshoot: A goes at most |v| r / 2 + |c| r^2 / 20 away from a, however long the transition.
/// v and c are those of the parabola through the end point that fits the last 1/15 s (at least 2
/// frames) in the least squares, so that one noisy frame does not throw the bridge off; a clip of
/// one frame rests.
///
/// At the frame rate of `from`; round(D fps) - 1 frames, none for a cut.
/// @throws UsageError when a path is empty or dimensions differ
[[nodiscard]] LatentPath bridge(const LatentPath& from, const LatentPath& to,
                                const LatentGaussian& space, const TransitionOptions& options = {});

/// All of `from`, the bridge, all of `to` (at the frame rate of `from`): no frame twice, every
/// given frame as it was.
[[nodiscard]] LatentPath join(const LatentPath& from, const LatentPath& to,
                              const LatentGaussian& space, const TransitionOptions& options = {});

}  // namespace poseaae::latent
