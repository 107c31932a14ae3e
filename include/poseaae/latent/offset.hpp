#pragma once

#include <Eigen/Core>
#include <string_view>

#include "poseaae/base/names.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/easing.hpp"
#include "poseaae/latent/path.hpp"

namespace poseaae::latent {

/// The unit of an amplitude.
enum class AmplitudeUnit {
  kStd,     ///< standard deviations of the model's latents, so that one value suits every model
  kLatent,  ///< latent units, as in the tutorial
};
[[nodiscard]] const Names<AmplitudeUnit>& amplitude_unit_names();

/// How a unit of amplitude is measured along a direction d (Z).
enum class DirectionScale {
  kPerDimension,  ///< std: s_i d_i in each dimension i; latent: d
  kAlong,  ///< std: sqrt(d^T C d) d / |d|^2, one deviation of the model along d; latent: d / |d|
  kWhole,  ///< d itself in either unit: the amplitude multiplies d (attributes)
};

/// The direction of an offset.
struct Direction {
  Eigen::VectorXf vector;  ///< (Z)
  DirectionScale scale = DirectionScale::kPerDimension;

  Direction(Eigen::VectorXf d,  // NOLINT(google-explicit-constructor): a vector is a direction
            DirectionScale how = DirectionScale::kPerDimension)
      : vector(std::move(d)), scale(how) {}

  /// What an amplitude of 1 adds (Z). @throws UsageError when sizes do not fit
  [[nodiscard]] Eigen::VectorXd reach(const codec::LatentStatistics& statistics,
                                      AmplitudeUnit unit) const;
};

/// From text:
///   "all"        1 in every dimension (the tutorial's)
///   "3"          1 in dimension 3, counting from 0, and 0 elsewhere
///   "axis:0"     the first principal axis of the model's latents (the eigenvector of the
///                covariance with the largest eigenvalue, its largest component positive), kAlong
///   "0.5,-1,0"   a vector of Z numbers
/// Attributes ("attribute:style=old") are resolved by the caller: Direction(vector,
/// DirectionScale::kWhole).
/// @throws UsageError
[[nodiscard]] Direction parse_direction(std::string_view text,
                                        const codec::LatentStatistics& statistics);

/// The course s of an offset over the path, u = t / (T - 1) in [0, 1].
enum class OffsetShape {
  kSinusoid,  ///< sin(2 pi cycles u): swings to both sides
  kRamp,      ///< ease(u): rises over the whole path
  kEnvelope,  ///< ease(u / attack), then 1, then ease((1 - u) / release): rises and falls
};
[[nodiscard]] const Names<OffsetShape>& offset_shape_names();

struct OffsetOptions {
  double amplitude = 0.5;  ///< in all dimensions at once, 1 already distorts poses
  double cycles = 2.0;     ///< sinusoid: full oscillations over the path
  AmplitudeUnit unit = AmplitudeUnit::kStd;
  OffsetShape shape = OffsetShape::kSinusoid;
  double attack = 0.25;             ///< envelope: share of the path over which the offset rises
  double release = 0.25;            ///< envelope: share of the path over which it falls
  Easing easing = Easing::kCosine;  ///< of ramp and envelope

  /// @throws UsageError: not finite, cycles below 0, shares below 0 or above 1 together
  void validate() const;
};

/// s(u) of the options' shape. Envelope: 0 at both ends (where attack and release are not 0), 1
/// from `attack` to 1 - `release`.
[[nodiscard]] double offset_course(const OffsetOptions& options, double u);

/// z'_t = z_t + a s(t / (T - 1)) r: the path followed at an offset, with a the amplitude, s the
/// course, r the direction's reach(). t / (T - 1), as in the tutorial, makes a whole number of
/// cycles end where the path itself ends. The tutorial: sinusoid, all dimensions, amplitude 4, 2
/// cycles, latent units. @throws UsageError when sizes do not fit
[[nodiscard]] LatentPath follow_at_offset(const LatentPath& path, const Direction& direction,
                                          const codec::LatentStatistics& statistics,
                                          const OffsetOptions& options);

}  // namespace poseaae::latent
