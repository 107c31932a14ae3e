#include "poseaae/latent/walk.hpp"

#include <fmt/format.h>

#include "kinds.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "walks/walks.hpp"

namespace poseaae::latent {

const std::vector<WalkKind>& walk_kinds() {
  static const std::vector<WalkKind> kinds{walks::matern(), walks::ou(), walks::sphere(),
                                           walks::steps(), walks::tutorial()};
  return kinds;
}

const WalkKind& find_walk_kind(const std::string& name) {
  return find_kind(walk_kinds(), "kind of walk", name);
}

void WalkOptions::validate() const {
  const WalkKind& found = find_walk_kind(kind);
  require_between("count", count, 1, mocap::kMaxFrames, " poses");
  check_time_scale(found, time_scale_s);
  check_spread(spread);
  const bool stationary = found.stationary;
  if (step_size && stationary) {
    throw UsageError(fmt::format(
        "step size: expected only with the tutorial's walk, found {:g} with {}; the other kinds "
        "have a time scale and a spread",
        *step_size, kind));
  }
  if (step_size) require_between("step size", *step_size, -1e6, 1e6);
  if (!stationary && spread != 1.0) {
    throw UsageError(fmt::format(
        "spread: found {:g}, but {} has no limit to its range; use the step size instead", spread,
        kind));
  }
}

namespace {

/// A walk at its first point; `random` is at its seed.
std::unique_ptr<WalkCourse> begun(const LatentGaussian& space,
                                  const std::optional<Eigen::VectorXf>& start,
                                  const WalkOptions& options, double fps, Random& random,
                                  const Draw& draw) {
  options.validate();
  check_start(space, start);
  require_between("frame rate", fps, 1e-9, mocap::kMaxFps, " points per second");
  const WalkKind& kind = find_walk_kind(options.kind);
  WalkOptions resolved = options;
  if (!resolved.time_scale_s) resolved.time_scale_s = kind.time_scale_s;
  return kind.begin({space, start, resolved, fps, random, draw});
}

}  // namespace

LatentPath walk(const LatentGaussian& space, const std::optional<Eigen::VectorXf>& start,
                const WalkOptions& options, double fps, const Draw& draw) {
  Random random(options.seed);
  const auto course = begun(space, start, options, fps, random, draw);
  Eigen::MatrixXd points(options.count, space.dim());
  points.row(0) = course->point();
  for (int t = 1; t < options.count; ++t) {
    course->step();
    points.row(t) = course->point();
  }
  LatentPath path{course->latents(points, space), fps};
  if (start) path.points.row(0) = start->transpose();
  return path;
}

Walker::Walker(const LatentGaussian& space, const std::optional<Eigen::VectorXf>& start,
               const WalkOptions& options, double fps, const Draw& draw)
    : space_(space),
      start_(start),
      random_(std::make_unique<Random>(options.seed)),
      course_(begun(space, start, options, fps, *random_, draw)) {}

Batch Walker::next(int count) {
  require_between("count", count, 1, mocap::kMaxFrames, " points");
  Batch points(count, space_.dim());
  for (int i = 0; i < count; ++i) {
    if (begun_) course_->step();
    begun_ = true;
    points.row(i) = course_->latents(course_->point().transpose(), space_);
    if (start_) points.row(i) = start_->transpose();
    start_.reset();
  }
  return points;
}

}  // namespace poseaae::latent
