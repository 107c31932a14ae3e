#pragma once

#include <Eigen/Core>
#include <optional>

#include "poseaae/codec/latent_flow.hpp"
#include "poseaae/latent/loop.hpp"
#include "poseaae/latent/walk.hpp"

/// Walks and loops whose points are as common as the poses that a model learned from.
namespace poseaae::latent {

/// F^-1(e_t), with F the flow and e the walk() of the same options through N(0, I), from F(start)
/// where there is one. At any time, its points are distributed as the flow has it, which at a
/// spread of 1 is how encodings are: as many of them lie outside as of those. A walk of the same
/// mean and covariance passes through the space between, where no poses are. The price: F^-1 is not
/// linear, so that speeds vary more. @throws UsageError, also for kinds that are not stationary
[[nodiscard]] LatentPath likely_walk(const codec::FlowMap& flow,
                                     const std::optional<Eigen::VectorXf>& start,
                                     const WalkOptions& options, double fps);
/// The same of loop(). `metric`, of latents, is never empty.
[[nodiscard]] LatentPath likely_loop(const codec::FlowMap& flow,
                                     const std::optional<Eigen::VectorXf>& start,
                                     const LoopOptions& options, double fps,
                                     const PointMetric& metric);

}  // namespace poseaae::latent
