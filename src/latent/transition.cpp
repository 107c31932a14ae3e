#include "poseaae/latent/transition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/latent/retime.hpp"
#include "steps_law.hpp"
#include "walks/walks.hpp"

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

/// 1/15 s in frames: two at 30 a second (of recorded poses, any longer window misses more than it
/// averages out).
int window(double fps) {
  constexpr double kWindow_s = 1.0 / 15.0;
  return std::max(static_cast<int>(std::lround(kWindow_s * fps)), 2);
}

/// The parabola p + v t + c t^2 / 2 through the end point that fits the window there best.
End end_of(const Batch& points, double fps, bool at_start) {
  const auto last = static_cast<int>(points.rows()) - 1;
  const int steps = std::min(window(fps), last);
  const int end = at_start ? 0 : last;
  const int inward = at_start ? 1 : -1;
  End result{points.row(end).cast<double>(), Eigen::VectorXd::Zero(points.cols()),
             Eigen::VectorXd::Zero(points.cols())};
  if (steps < 1) return result;
  // Time runs out of the clip: the frame k steps inside lies at -k / fps.
  Eigen::MatrixXd times(steps, steps > 1 ? 2 : 1);
  Eigen::MatrixXd offsets(steps, points.cols());
  for (int k = 1; k <= steps; ++k) {
    const double t = -k / fps;
    times(k - 1, 0) = t;
    if (steps > 1) times(k - 1, 1) = 0.5 * t * t;
    offsets.row(k - 1) = points.row(end + k * inward).cast<double>() - result.point.transpose();
  }
  const Eigen::MatrixXd fit = times.colPivHouseholderQr().solve(offsets);
  result.velocity = fit.row(0);
  if (steps > 1) result.acceleration = fit.row(1);
  return result;
}

/// Both clips going on between them: A(t) and B(D - t) of bridge(), (steps - 1) rows each.
struct GoingOn {
  Batch leaving;
  Batch arriving;

  GoingOn(const Batch& from, const Batch& to, double fps, int steps,
          const TransitionOptions& options)
      : leaving(steps - 1, from.cols()), arriving(steps - 1, from.cols()) {
    const double duration = steps / fps;
    const double run_out = std::min(options.run_out_s, duration);
    const End a = end_of(from, fps, false);
    const End b = end_of(to, fps, true);
    for (int k = 1; k < steps; ++k) {
      const double t = k / fps;
      leaving.row(k - 1) = a.after(t, run_out).cast<float>();
      arriving.row(k - 1) = b.after(duration - t, run_out).cast<float>();
    }
  }

  /// From one to the other, row by row.
  [[nodiscard]] Batch handed_over(Interpolation how, Easing easing) const {
    Batch result(leaving.rows(), leaving.cols());
    const auto steps = static_cast<double>(leaving.rows() + 1);
    for (Eigen::Index k = 0; k < leaving.rows(); ++k) {
      result.row(k) = interpolate(how, leaving.row(k), arriving.row(k),
                                  ease(easing, static_cast<double>(k + 1) / steps));
    }
    return result;
  }
};

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

/// Of walks of the kind steps that leave the first clip, the one that comes likeliest to the
/// second, led there.
LatentPath followed(const LatentPath& from, const LatentPath& to, const LatentGaussian& space,
                    int steps) {
  constexpr int kCandidates = 256;
  if (steps == 1) return {Batch(0, space.dim()), from.fps};  // a cut
  const std::optional<Eigen::VectorXf> start = from.points.row(from.frames() - 1).transpose();
  const Eigen::VectorXd end = space.whiten(to.points.topRows(1)).row(0).cast<double>();
  WalkOptions options;
  options.kind = "steps";
  options.count = steps + 1;
  Random random(options.seed);
  const Eigen::MatrixXd precision = return_precision(space.steps(), steps, true);
  Eigen::MatrixXd best;
  double least = 0.0;
  for (Eigen::MatrixXd& walk :
       walks::walks_of_steps({space, start, options, from.fps, random, {}}, kCandidates)) {
    const Eigen::VectorXd missing = walk.row(steps).transpose() - end;
    const double far = missing.dot(precision * missing);
    if (best.size() != 0 && far >= least) continue;
    least = far;
    best = std::move(walk);
  }
  const Eigen::MatrixXd way = led_by_steps(std::move(best), end, space.steps());
  return {space.unwhiten(way.middleRows(1, steps - 1).cast<float>()), from.fps};
}

}  // namespace

void TransitionOptions::validate() const {
  constexpr double kMax = 3600.0;
  if (!(seconds >= 0.0 && seconds <= kMax)) {
    throw UsageError(
        fmt::format("transition: expected seconds from 0 (a cut) to {}, found {}", kMax, seconds));
  }
  if (easing && *easing == Easing::kLinear) {
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
  if (space.steps().size() > 0 && !options.interpolation && !options.easing) {
    return followed(from, to, space, steps);
  }
  const Easing easing = options.easing.value_or(Easing::kQuintic);
  const Interpolation how = options.interpolation.value_or(Interpolation::kLerp);
  GoingOn both(from.points, to.points, from.fps, steps, options);
  const bool straight = how == Interpolation::kLerp;  // in any coordinates
  if (!straight) {
    both.leaving = space.whiten(both.leaving);
    both.arriving = space.whiten(both.arriving);
  }
  const Batch points = both.handed_over(how, easing);
  LatentPath result{straight ? points : space.unwhiten(points), from.fps};
  if (!from.root || !to.root) return result;
  result.by_feet = Batch::Ones(points.rows(), 1);
  const auto heights = [&](const Batch& a, const Batch& b) {
    return GoingOn(a, b, from.fps, steps, options).handed_over(Interpolation::kLerp, easing);
  };
  result.root = glide(*from.root, *to.root,
                      {.steps = steps,
                       .window = window(from.fps),
                       .ease = [&](double u) { return ease(easing, u); },
                       .between = heights});
  return result;
}

LatentPath join(const LatentPath& from, const LatentPath& to, const LatentGaussian& space,
                const TransitionOptions& options) {
  check(from, to, space, options);
  if (from.clip_frames || to.clip_frames) {
    return join(every_hop(from), every_hop(to), space, options);
  }
  const LatentPath second = to.fps == from.fps ? to : upsample(to, from.fps);
  const LatentPath middle = bridge(from, second, space, options);
  LatentPath result{Batch(from.frames() + middle.frames() + second.frames(), from.dim()), from.fps};
  result.points << from.points, middle.points, second.points;
  if (middle.by_feet) {
    result.by_feet = Batch::Zero(result.frames(), 1);
    if (from.by_feet) result.by_feet->topRows(from.frames()) = *from.by_feet;
    result.by_feet->middleRows(from.frames(), middle.frames()) = *middle.by_feet;
    if (second.by_feet) result.by_feet->bottomRows(second.frames()) = *second.by_feet;
  }
  if (middle.root) {
    result.root = from.root;
    append(*result.root, *middle.root);
    append(*result.root, *second.root);
  }
  return result;
}

}  // namespace poseaae::latent
