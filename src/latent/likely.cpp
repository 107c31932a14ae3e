#include "poseaae/latent/likely.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"

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

/// The first point is the start, to the bit, where there is one.
LatentPath from_normal(const codec::FlowMap& flow, LatentPath path,
                       const std::optional<Eigen::VectorXf>& start) {
  path.points = flow.from_normal(path.points);
  if (start) path.points.row(0) = start->transpose();
  return path;
}

}  // namespace

LatentPath likely_walk(const codec::FlowMap& flow, const std::optional<Eigen::VectorXf>& start,
                       const WalkOptions& options, double fps) {
  if (!find_walk_kind(options.kind).stationary) {
    throw UsageError(fmt::format(
        "keep likely: expected a walk that stays among the model's poses, found {}, which leaves "
        "them; choose another kind, or leave it out",
        options.kind));
  }
  return from_normal(flow, walk(normal_space(flow.dim()), normal_start(flow, start), options, fps),
                     start);
}

LatentPath likely_loop(const codec::FlowMap& flow, const std::optional<Eigen::VectorXf>& start,
                       const LoopOptions& options, double fps, const PointMetric& metric) {
  const PointMetric of_normal = [&](const Batch& e) { return metric(flow.from_normal(e)); };
  return from_normal(
      flow, loop(normal_space(flow.dim()), normal_start(flow, start), options, fps, of_normal),
      start);
}

}  // namespace poseaae::latent
