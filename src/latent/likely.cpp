#include "poseaae/latent/likely.hpp"

#include <fmt/format.h>

#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/retime.hpp"

namespace poseaae::latent {

namespace {

/// N(0, I).
LatentGaussian normal_space(int dim) {
  return LatentGaussian(
      LatentStatistics{Eigen::VectorXd::Zero(dim), Eigen::MatrixXd::Identity(dim, dim)});
}

std::optional<Eigen::VectorXf> normal_start(const codec::FlowMap& flow,
                                            const std::optional<Eigen::VectorXf>& start) {
  if (!start) return std::nullopt;
  return flow.to_normal(Eigen::VectorXd(start->cast<double>())).cast<float>();
}

constexpr double kMost = 2.5;  // times the median speed

/// Of points of N(0, I). The first one is the start, to the bit, where there is one.
LatentPath from_normal(const codec::FlowMap& flow, LatentPath path, bool closed,
                       const std::optional<Eigen::VectorXf>& start, const PointMetric& metric) {
  const int frames = path.frames();
  // Of a loop the middle one of three rounds, so that it knows no end.
  const Batch e = closed ? Batch(path.points.replicate(3, 1)) : path.points;
  const auto curve = [&](std::vector<double> moments) {
    for (double& moment : moments) moment += closed ? frames : 0;
    return flow.from_normal(sample_at(e, moments));
  };
  path.points = curve(unhurried_pace(curve, frames, closed, metric, kMost));
  if (start) path.points.row(0) = start->transpose();
  return path;
}

}  // namespace

LatentPath likely_walk(const codec::FlowMap& flow, const std::optional<Eigen::VectorXf>& start,
                       const WalkOptions& options, double fps, const PointMetric& metric) {
  if (!find_walk_kind(options.kind).stationary) {
    throw UsageError(fmt::format(
        "keep likely: expected a walk that stays among the model's poses, found {}, which leaves "
        "them; choose another kind, or leave it out",
        options.kind));
  }
  return from_normal(flow, walk(normal_space(flow.dim()), normal_start(flow, start), options, fps),
                     false, start, metric);
}

LatentPath likely_loop(const codec::FlowMap& flow, const std::optional<Eigen::VectorXf>& start,
                       const LoopOptions& options, double fps, const PointMetric& metric) {
  const PointMetric of_normal = [&](const Batch& e) { return metric(flow.from_normal(e)); };
  return from_normal(
      flow, loop(normal_space(flow.dim()), normal_start(flow, start), options, fps, of_normal),
      true, start, metric);
}

}  // namespace poseaae::latent
