#pragma once

#include <Eigen/Core>

#include "poseaae/base/names.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/math/batch.hpp"

/// Curves between two latents, and between many. All of them are computed in double precision, are
/// exact at the ends (t = 0 gives a, t = 1 gives b, to the bit) and leave identical vectors where
/// they are. Programs interpolate in whitened coordinates (LatentGaussian::whiten()), so that the
/// origin, which slerp turns about, is the mean of every model's poses.
///
/// For vectors a, b (Z): radii |a|, |b|, directions u = a / |a|, v = b / |b| and the angle w
/// between them. All throw UsageError when sizes differ.
namespace poseaae::latent {

/// (1 - t) a + t b: the straight line. Between two samples of N(0, I) it dips towards the centre,
/// where few poses are: in the middle, the mean square is half that of the ends.
[[nodiscard]] Eigen::VectorXf lerp(const Eigen::VectorXf& a, const Eigen::VectorXf& b, double t);

/// ((1 - t) |a| + t |b|) (sin((1 - t) w) u + sin(t w) v) / sin w: the directions take the great
/// circle at constant angular speed (Shoemake 1985), the radius goes in a straight line, so that
/// nothing dips. Where the angle vanishes (w < 1e-6) or one vector is zero, it is lerp.
///
/// Opposite vectors (w > pi - 1e-6) lie on no single great circle; the one taken is that towards
/// the coordinate axis on which u has least weight (the first of equals). This choice depends on
/// the axes; everything else here turns with the space: slerp(R a, R b) = R slerp(a, b) for
/// rotations R. With Z = 1 there is no way round, and it is lerp.
///
/// Beyond [0, 1] the angle goes on turning and the radius growing or shrinking; a radius that falls
/// below zero continues on the other side of the origin, as the straight line does.
[[nodiscard]] Eigen::VectorXf slerp(const Eigen::VectorXf& a, const Eigen::VectorXf& b, double t);

/// r(t) l / |l| with l = (1 - t) a + t b, r(t)^2 = ((1 - t)^2 |a|^2 + t^2 |b|^2) / ((1 - t)^2 +
/// t^2): the straight line, blown up to the length that it has, on average, when a and b are
/// independent.
///
/// For orthogonal vectors, which independent ones of many dimensions nearly are, it is the linear
/// combination of Gaussian latents l / sqrt((1 - t)^2 + t^2) (Bodin et al. 2024, "Linear
/// combinations of latents in generative models"). That formula would push identical vectors
/// outwards, since it takes any two for independent; here the direction is theirs and the length
/// does not depend on the angle, so identical vectors stay. For independent a, b ~ N(0, I), every
/// point still has mean 0 and covariance I, exactly and for every Z: an isotropic distribution of
/// mean square E r^2 = Z has covariance I.
///
/// The direction moves fastest in the middle; opposite vectors take slerp's way round (Z = 1:
/// lerp), parallel ones keep theirs. Far beyond [0, 1] the length tends to sqrt((|a|^2 + |b|^2) /
/// 2): extrapolation does not leave the shell.
[[nodiscard]] Eigen::VectorXf variance_preserving(const Eigen::VectorXf& a,
                                                  const Eigen::VectorXf& b, double t);

enum class Interpolation { kLerp, kSlerp, kVariancePreserving };
/// lerp, slerp, variance-preserving
[[nodiscard]] const Names<Interpolation>& interpolation_names();

/// What t outside [0, 1] means.
enum class Beyond {
  kExtrapolate,  ///< go on beyond the ends
  kClamp,        ///< stay at the nearer end
};

[[nodiscard]] Eigen::VectorXf interpolate(Interpolation kind, const Eigen::VectorXf& a,
                                          const Eigen::VectorXf& b, double t,
                                          Beyond beyond = Beyond::kExtrapolate);

/// The blend of N codes (N, Z) by weights (N) that are not negative and sum to 1: successive slerps
/// in the order of the rows,
///   x_1 = c_1,  x_k = slerp(x_(k-1), c_k, w_k / (w_1 + ... + w_k)),
/// so that each code pulls by its share of the weight so far; codes of weight 0 do not count. Two
/// codes: slerp(c_1, c_2, w_2). Equal codes stay, and the radius is the weighted mean of theirs, in
/// any order; the direction of three or more depends on the order, as slerp is not associative.
/// @throws UsageError when sizes do not match, a weight is negative, or they do not sum to 1
/// (within 1e-6)
[[nodiscard]] Eigen::VectorXf multi_slerp(const Batch& codes, const Eigen::VectorXd& weights);

}  // namespace poseaae::latent
