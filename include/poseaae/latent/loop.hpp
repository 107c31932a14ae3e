#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/pace.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/latent/sampling.hpp"
#include "poseaae/math/batch.hpp"

/// Paths that end smoothly where they began: frame T would be frame 0 again, with the same
/// velocity.
namespace poseaae::latent {

struct LoopOptions {
  std::string kind = "fourier";
  double seconds = 8.0;                  ///< length of the loop; T = round(seconds * fps)
  std::optional<double> time_scale_s{};  ///< of fourier; the kind's when empty
  /// Of fourier: the largest number, fewer are calmer; 0: all that the frame rate can show.
  int harmonics = 0;
  /// As for walks; does not apply to the radius of a great circle through a given start.
  double spread = 1.0;
  std::uint64_t seed = 1;

  /// @throws UsageError
  void validate() const;
};

struct LoopContext {
  const LatentGaussian& space;
  const std::optional<Eigen::VectorXf>& start;  ///< in latent space
  const LoopOptions& options;                   ///< time_scale_s is set where the kind has one
  int frames;
  const PointMetric& metric;  ///< never empty
  Random& random;
  const Draw& draw;  ///< of a point in latent space to pass; may be empty
};

/// A kind of loop and its name: each has a file in src/latent/loops and a line in the registry.
struct LoopKind {
  std::string name;
  std::string summary;
  std::optional<double> time_scale_s;  ///< by default; empty: the kind has none
  std::function<Batch(const LoopContext&)> sample;
  bool keeps_distance = false;  ///< from a start, as far from the mean as that, at any spread
};

/// Every kind, the default first; e are whitened coordinates, p = 2 pi k / T at frame k.
///
/// fourier       e_d = sqrt(w_0) a_d0 + sum_h sqrt(w_h) (a_dh cos(h p) + b_dh sin(h p)), all
///   a and b ~ N(0, 1), weights w_0 = f(0), w_h = 2 f(2 pi h / seconds), f(x) ~ (3 / l^2 + x^2)^-2,
///   of sum 1: the Matern walk of the same time scale l, wrapped around a circle (its covariance is
///   summed over all turns). At every frame, e ~ N(0, I) over seeds exactly; over the frames of one
///   loop, the mean of |e|^2 / Z is 1 on average with the variance 2 / Z (w_0^2 + sum_h w_h^2 / 2):
///   a short loop sees only a part of the space. A loop has no first frame of its own: it begins
///   where its step is shortest in the metric. From a start, the law is that of loops which pass
///   there at rest (Gaussian conditioning on position and velocity), so that the animation begins
///   and ends in the pose; through a point that is drawn, of those which pass there.
/// great_circle  e = r (cos(p) u + sin(p) v), u and v orthogonal: from a pose to its opposite and
///   back on the other side, every frame equally far from the mean, at constant speed. r = sqrt(Z)
///   and u at random, or both from the start or a point that is drawn; v at random. It begins where
///   its step is shortest in the metric; from a start, v is sampled again (at most 16 times, then
///   the best is taken) while the step that closes the loop is longer than 1.25 times the median
///   step.
/// steps         the walk of that name (walk.hpp) that comes back: 256 stretches of T steps are
///   closed by what the vector autoregression e' = R e + n says of points that return (Gaussian
///   conditioning on d = 0, d the distance from the end to the beginning), and that of the largest
///   sum over its points of log p(e), p the model's mixture, is taken: what closes a path leads it
///   away from what was learned. The first step after the last is then one like any other. The
///   default for models of windows, the only ones that have R.
[[nodiscard]] const std::vector<LoopKind>& loop_kinds();
/// @throws UsageError with the nearest name
[[nodiscard]] const LoopKind& find_loop_kind(const std::string& name);

/// A loop, its frame 0 at `start` (Z) where there is one. `metric` measures the steps that decide
/// where the loop begins: whitened latents by default; joint_positions() for an animation, so that
/// no jump of a joint shows where it starts over. Without a start, the loop passes a point that
/// `draw` draws, where there is one, at `spread` times its distance from the mean (of the kind
/// steps: it is cut from a walk that begins there). The same options give the same loop. @throws
/// UsageError, also when it has fewer than three frames
[[nodiscard]] LatentPath loop(const LatentGaussian& space,
                              const std::optional<Eigen::VectorXf>& start,
                              const LoopOptions& options, double fps,
                              const PointMetric& metric = {}, const Draw& draw = {});

}  // namespace poseaae::latent
