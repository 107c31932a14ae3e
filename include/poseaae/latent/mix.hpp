#pragma once

#include <Eigen/Core>
#include <optional>
#include <string_view>

#include "poseaae/base/names.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/easing.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/interpolation.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/latent/warp.hpp"

namespace poseaae::latent {

/// What happens when the paths have different numbers of frames.
enum class LengthMatch {
  kStretch,   ///< the shorter one is slowed down to the longer one's length
  kTruncate,  ///< the longer one is cut at the shorter one's end
  kWarp,      ///< similar moments are aligned (warp.hpp)
};
[[nodiscard]] const Names<LengthMatch>& length_match_names();

struct MixOptions {
  std::optional<double> factor{};  ///< the same w in all frames; empty: the ramp
  double from = 0.0;               ///< w at the ramp's first frame
  double to = 1.0;                 ///< and at its last
  Interpolation interpolation = Interpolation::kLerp;
  LengthMatch lengths = LengthMatch::kStretch;
  Easing easing = Easing::kLinear;  ///< of the ramp
  /// (Z), or empty for ones: dimension d is mixed by shares[d] w; 0 keeps the first path's.
  Eigen::VectorXd shares{};
  WarpOptions warp{};

  /// @throws UsageError: a factor that is not a number (values beyond 0 and 1 extrapolate)
  void validate() const;
};

/// z_t = I(a_t, b_t; w_t), w_t = from + (to - from) ease(t / (T - 1)), or the fixed factor: a path
/// from one trajectory to the other while both continue. I is the interpolation about the space's
/// mean, in its whitened coordinates (lerp is (1 - w) a + w b in any), so that slerp has the same
/// meaning for every model; w = 0 and w = 1 give a_t and b_t exactly. With shares, dimension d of
/// z_t is that of I(a_t, b_t; shares[d] w_t).
///
/// `b` is first brought to the frame rate of `a`. With kWarp, poses and time are both mixed: over
/// the alignment's progress s, a moment lasts (1 - w) da + w db (w between 0 and 1 here), so that a
/// constant factor gives the length (1 - w) T_a + w T_b, 0 the first clip as it was and 1 the
/// second; a ramp is eased over s and starts in the first clip's tempo and ends in the second's.
/// Source: Kovar and Gleicher, Flexible automatic motion blending with registration curves, 2003,
/// for mixing time as poses are mixed.
/// Where both paths have a root, so has the result (mix(), root_path.hpp), with the weights
/// mean(shares) w_t.
/// @throws UsageError when a path is empty or dimensions differ
[[nodiscard]] LatentPath mix(const LatentPath& a, const LatentPath& b, const LatentGaussian& space,
                             const MixOptions& options);

/// The same of a model's paths. Those of windows are brought to the same time (lengths) in what
/// they decode to, frame by frame, since there are no points between two windows, and encoded again
/// where that changes them; for kWarp, moments are alike whose windows are.
[[nodiscard]] LatentPath mix(const codec::PoseAutoencoder& model, const LatentPath& a,
                             const LatentPath& b, const LatentGaussian& space,
                             const MixOptions& options);

/// "0,0,1,0.5": Z numbers. @throws UsageError
[[nodiscard]] Eigen::VectorXd parse_shares(std::string_view text, int dim);
/// "0-3,7": 1 in these dimensions, counted from 0, and 0 elsewhere. @throws UsageError
[[nodiscard]] Eigen::VectorXd parse_dimensions(std::string_view text, int dim);

}  // namespace poseaae::latent
