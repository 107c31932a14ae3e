#include "poseaae/latent/transition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/latent/retime.hpp"

namespace poseaae::latent {

namespace {

/// Where a clip ends and how it moves there; seconds, with time running out of the clip.
struct End {
  Eigen::VectorXd point;
  Eigen::VectorXd velocity;
  Eigen::VectorXd acceleration;

  /// The clip going on for `t` seconds, velocity and acceleration fading over `run_out`.
  [[nodiscard]] Eigen::VectorXd after(double t, double run_out) const {
    const double s = std::min(t / run_out, 1.0);
    const double rest = std::max(t - run_out, 0.0);
    // Integrals of 1 - (10 s^3 - 15 s^4 + 6 s^5) and of s (1 - s)^3.
    const double travelled = t - rest - run_out * s * s * s * s * (2.5 - 3.0 * s + s * s);
    const double bent = run_out * run_out * s * s * (0.5 - s + 0.75 * s * s - 0.2 * s * s * s);
    return point + travelled * velocity + bent * acceleration;
  }
};

/// The parabola p + v t + c t^2 / 2 through the end point that fits the last 1/15 s best (two
/// frames at 30 a second: of recorded poses, any longer window misses more than it averages out).
End end_of(const LatentPath& path, bool at_start) {
  constexpr double kWindow_s = 1.0 / 15.0;
  const int steps =
      std::min(std::max(static_cast<int>(std::lround(kWindow_s * path.fps)), 2), path.frames() - 1);
  const int end = at_start ? 0 : path.frames() - 1;
  const int inward = at_start ? 1 : -1;
  End result{path.points.row(end).cast<double>(), Eigen::VectorXd::Zero(path.dim()),
             Eigen::VectorXd::Zero(path.dim())};
  if (steps < 1) return result;
  // Time runs out of the clip: the frame k steps inside lies at -k / fps.
  Eigen::MatrixXd times(steps, steps > 1 ? 2 : 1);
  Eigen::MatrixXd offsets(steps, path.dim());
  for (int k = 1; k <= steps; ++k) {
    const double t = -k / path.fps;
    times(k - 1, 0) = t;
    if (steps > 1) times(k - 1, 1) = 0.5 * t * t;
    offsets.row(k - 1) =
        path.points.row(end + k * inward).cast<double>() - result.point.transpose();
  }
  const Eigen::MatrixXd fit = times.colPivHouseholderQr().solve(offsets);
  result.velocity = fit.row(0);
  if (steps > 1) result.acceleration = fit.row(1);
  return result;
}

void check(const LatentPath& from, const LatentPath& to, const LatentGaussian& space,
           const TransitionOptions& options) {
  options.validate();
  if (from.frames() == 0 || to.frames() == 0 || from.dim() != space.dim() ||
      to.dim() != space.dim()) {
    throw UsageError(
        fmt::format("transition: expected two paths of {} latents, found {} x {} and {} x {}",
                    space.dim(), from.frames(), from.dim(), to.frames(), to.dim()));
  }
}

}  // namespace

void TransitionOptions::validate() const {
  constexpr double kMax = 3600.0;
  if (!(seconds >= 0.0 && seconds <= kMax)) {
    throw UsageError(
        fmt::format("transition: expected seconds from 0 (a cut) to {}, found {}", kMax, seconds));
  }
  if (easing == Easing::kLinear) {
    throw UsageError(
        "transition: expected an easing that starts and ends at rest (cosine, cubic or quintic), "
        "found linear, with which velocities would jump where the clips meet");
  }
  require_between("transition: run-out", run_out_s, 1e-3, kMax, " seconds");
}

LatentPath bridge(const LatentPath& from, const LatentPath& to, const LatentGaussian& space,
                  const TransitionOptions& options) {
  check(from, to, space, options);
  const int steps = std::max(static_cast<int>(std::lround(options.seconds * from.fps)), 1);
  const double duration = steps / from.fps;
  const double run_out = std::min(options.run_out_s, duration);
  const End a = end_of(from, false);
  const End b = end_of(to, true);
  LatentPath result{Batch(steps - 1, from.dim()), from.fps};
  Batch arriving(steps - 1, from.dim());
  for (int k = 1; k < steps; ++k) {
    const double t = k / from.fps;
    result.points.row(k - 1) = a.after(t, run_out).cast<float>();
    arriving.row(k - 1) = b.after(duration - t, run_out).cast<float>();
  }
  const bool straight = options.interpolation == Interpolation::kLerp;  // in any coordinates
  Batch leaving = straight ? result.points : space.whiten(result.points);
  if (!straight) arriving = space.whiten(arriving);
  for (int k = 1; k < steps; ++k) {
    leaving.row(k - 1) = interpolate(options.interpolation, leaving.row(k - 1), arriving.row(k - 1),
                                     ease(options.easing, static_cast<double>(k) / steps));
  }
  result.points = straight ? leaving : space.unwhiten(leaving);
  return result;
}

LatentPath join(const LatentPath& from, const LatentPath& to, const LatentGaussian& space,
                const TransitionOptions& options) {
  check(from, to, space, options);
  const LatentPath second = to.fps == from.fps ? to : upsample(to, from.fps);
  const LatentPath middle = bridge(from, second, space, options);
  LatentPath result{Batch(from.frames() + middle.frames() + second.frames(), from.dim()), from.fps};
  result.points << from.points, middle.points, second.points;
  return result;
}

}  // namespace poseaae::latent
