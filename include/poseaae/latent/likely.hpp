#pragma once

#include <Eigen/Core>
#include <optional>

#include "poseaae/codec/latent_flow.hpp"
#include "poseaae/latent/loop.hpp"
#include "poseaae/latent/pace.hpp"
#include "poseaae/latent/walk.hpp"

/// Walks and loops whose points are as common as the poses that a model learned from.
namespace poseaae::latent {

/// F^-1(e_u), with F the flow and e the walk() of the same options through N(0, I), from F(start)
/// where there is one. The points of e, taken back, are distributed as the flow has it, which at a
/// spread of 1 is how encodings are; a walk of the same mean and covariance passes through the
/// space between, where no poses are. F^-1 crosses that space in a few frames. u therefore goes on
/// by 1 a frame but where the speed would be more than 2.5 times the median one in the metric, for
/// which a walk takes more time (unhurried_pace()). @throws UsageError, also for kinds that are not
/// stationary
[[nodiscard]] LatentPath likely_walk(const codec::FlowMap& flow,
                                     const std::optional<Eigen::VectorXf>& start,
                                     const WalkOptions& options, double fps,
                                     const PointMetric& metric);
/// The same of loop(), whose length stays what it is.
[[nodiscard]] LatentPath likely_loop(const codec::FlowMap& flow,
                                     const std::optional<Eigen::VectorXf>& start,
                                     const LoopOptions& options, double fps,
                                     const PointMetric& metric);

}  // namespace poseaae::latent
