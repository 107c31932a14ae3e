#pragma once

#include <Eigen/Core>
#include <functional>
#include <string>

#include "poseaae/base/names.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/codec/latent_statistics.hpp"

/// Random points of a model's latent space.
namespace poseaae::latent {

/// What random points are distributed as.
enum class Sampling {
  kPrior,    ///< m + S e, e ~ N(0, I): the mean and covariance of the encodings (LatentGaussian)
  kMixture,  ///< the Gaussians that were fitted to them (LatentMixture)
  kFlow      ///< FlowMap::from_normal(e), e ~ N(0, I), the same numbers as for the prior
};

[[nodiscard]] const Names<Sampling>& sampling_names();
/// mixture, whose points are the most like encodings, in models that have a flow too; prior in
/// others, such as those of windows, whose walks have steps of their own.
[[nodiscard]] Sampling usual_sampling(const codec::LatentStatistics& statistics);

/// Draws a point (Z).
using Draw = std::function<Eigen::VectorXd(Random&)>;

/// @throws UsageError when the model lacks it; the message names those that it has
[[nodiscard]] Draw draw_of(const codec::LatentStatistics& statistics, Sampling sampling);

/// The flow of a model, for something that needs it. @throws UsageError when it has none,
/// beginning with `what`
[[nodiscard]] codec::FlowMap flow_of(const codec::LatentStatistics& statistics,
                                     const std::string& what);

}  // namespace poseaae::latent
