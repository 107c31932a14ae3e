#pragma once

#include <optional>

#include "poseaae/latent/interpolation.hpp"
#include "poseaae/latent/path.hpp"

namespace poseaae::latent {

/// What happens when the paths have different numbers of frames.
enum class LengthMatch {
  kStretch,   ///< the shorter one is slowed down to the longer one's length
  kTruncate,  ///< the longer one is cut at the shorter one's end
};

struct MixOptions {
  std::optional<double> factor{};  ///< the same w in all frames; empty: the ramp
  double from = 0.0;               ///< w at the ramp's first frame
  double to = 1.0;                 ///< and at its last
  Interpolation interpolation = Interpolation::kLerp;
  LengthMatch lengths = LengthMatch::kStretch;

  /// @throws UsageError: a factor that is not a number (values beyond 0 and 1 extrapolate)
  void validate() const;
};

/// z_t = (1 - w_t) a_t + w_t b_t, w_t = from + (to - from) t / (T - 1), or the fixed factor: a
/// journey from one trajectory to the other while both go on. `b` is first brought to the frame
/// rate of `a`. @throws UsageError when a path is empty or dimensions differ
[[nodiscard]] LatentPath mix(const LatentPath& a, const LatentPath& b, const MixOptions& options);

}  // namespace poseaae::latent
