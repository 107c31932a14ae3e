#pragma once

#include <Eigen/Core>
#include <string>

#include "poseaae/codec/latent_statistics.hpp"
#include "poseaae/math/batch.hpp"

/// How far points lie from the poses that a model has learned from, in words.
namespace poseaae::latent {

/// (T): FlowMap::commonness() of each point, the share of the model's own encodings that are rarer.
[[nodiscard]] Eigen::VectorXd commonness(const Batch& points, const codec::FlowMap& flow);

/// Of such shares: how rare the median and the least are, as percentiles, and how many are
/// below 0.01, outside of what the model has learned (DensitySupport).
[[nodiscard]] std::string describe_commonness(const Eigen::VectorXd& commonness);

/// The same of points (T, Z), T > 0, by the flow of the model; without one (nullptr), the mean, the
/// largest and the last distance_from_mean(). One line, without its end.
[[nodiscard]] std::string describe_territory(const Batch& points,
                                             const codec::LatentStatistics& statistics,
                                             const codec::FlowMap* flow);

}  // namespace poseaae::latent
