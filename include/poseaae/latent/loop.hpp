#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/pace.hpp"
#include "poseaae/latent/path.hpp"

/// Journeys that end where they began, smoothly: frame T would be frame 0 again, with its velocity.
namespace poseaae::latent {

struct LoopOptions {
  std::string kind = "fourier";
  double seconds = 8.0;                  ///< once round; T = round(seconds * fps)
  std::optional<double> time_scale_s{};  ///< of fourier; the kind's when empty
  int harmonics =
      0;  ///< of fourier: at most so many, fewer are calmer; 0: all that frames can show
  double spread = 1.0;  ///< as of walks; no part of a loop's radius that a start gives
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
};

/// A kind of loop under its name: one file in src/latent/loops and one line in the registry each.
struct LoopKind {
  std::string name;
  std::string summary;
  std::optional<double> time_scale_s;  ///< by default; empty: the kind has none
  std::function<Batch(const LoopContext&)> sample;
};

/// Every kind, the default first; e are whitened coordinates, p = 2 pi k / T at frame k.
///
/// fourier       e_d = sqrt(w_0) a_d0 + sum_h sqrt(w_h) (a_dh cos(h p) + b_dh sin(h p)), all a and
/// b
///   ~ N(0, 1), weights w_0 = f(0), w_h = 2 f(2 pi h / seconds), f(x) ~ (3 / l^2 + x^2)^-2, of sum
///   1: the Matern walk of the same time scale l, wrapped around a circle (its covariance is summed
///   over all turns). At every frame, e ~ N(0, I) over seeds exactly; over the frames of one
///   loop, the mean of |e|^2 / Z is 1 on average with the variance 2 / Z (w_0^2 + sum_h w_h^2 / 2):
///   a short loop sees only a part of the space. A loop has no first frame of its own: it begins
///   where its step is shortest in the metric. From a start, the law is that of loops which pass
///   there at rest (Gaussian conditioning on position and velocity), so that the film begins and
///   ends in the pose.
/// great_circle  e = r (cos(p) u + sin(p) v), u and v orthogonal: from a pose to its opposite and
///   back on the other side, every frame equally far from the mean, at constant speed. r = sqrt(Z)
///   and u at random, or both from the start; v at random. It begins where its step is shortest in
///   the metric; from a start, v is sampled again (at most 16 times, then the best is taken) while
///   the step that closes the loop is longer than 1.25 times the median step.
[[nodiscard]] const std::vector<LoopKind>& loop_kinds();
/// @throws UsageError with the nearest name
[[nodiscard]] const LoopKind& find_loop_kind(const std::string& name);

/// A loop, its frame 0 at `start` (Z) where there is one. `metric` is what the steps are measured
/// in that decide where it begins: whitened latents without one, joint_positions() for a film, so
/// that no joint is seen where it starts over. The same options give the same loop. @throws
/// UsageError, also when it has fewer than three frames
[[nodiscard]] LatentPath loop(const LatentGaussian& space,
                              const std::optional<Eigen::VectorXf>& start,
                              const LoopOptions& options, double fps,
                              const PointMetric& metric = {});

}  // namespace poseaae::latent
