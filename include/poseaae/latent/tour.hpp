#pragma once

#include "poseaae/base/names.hpp"
#include "poseaae/latent/easing.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/interpolation.hpp"
#include "poseaae/latent/pace.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/math/batch.hpp"

/// Paths through given latents: poses of clips, points of a file, samples of the prior.
namespace poseaae::latent {

/// How a tour goes from key to key: one of the interpolations, or one smooth curve through all.
enum class Way { kLerp, kSlerp, kVariancePreserving, kCurve };
/// lerp, slerp, variance-preserving, curve
[[nodiscard]] const Names<Way>& way_names();

enum class Pace {
  kEased,     ///< every segment takes the same number of frames and follows the easing
  kConstant,  ///< constant speed: longer segments take longer, and the easing does not apply
};

struct TourOptions {
  Way way = Way::kCurve;
  Easing easing = Easing::kLinear;  ///< cosine and beyond stop at every key
  Pace pace = Pace::kEased;
  bool closed = false;  ///< from the last key on to the first
  int frames_per_segment = 30;

  /// @throws UsageError
  void validate() const;
};

/// A path through keys (K, Z) in order, in the whitened coordinates of `space`.
///
/// Open: (K - 1) F + 1 frames, the first and the last are keys. Closed: K F frames, and the frame
/// after the last would be the first again, so that no frame appears twice when it is played as a
/// loop. At the pace kEased, frame i F is key i to the bit; at kConstant, all steps are equally
/// long in `metric` (whitened latents without one) and keys are passed between frames.
/// A tour of one key is that key (closed: F times). @throws UsageError when there is no key, or
/// sizes or options do not fit
[[nodiscard]] LatentPath tour(const Batch& keys, const LatentGaussian& space,
                              const TourOptions& options, double fps,
                              const PointMetric& metric = {});

}  // namespace poseaae::latent
