#pragma once

#include <Eigen/Core>
#include <functional>
#include <vector>

#include "poseaae/latent/path.hpp"

/// How fast a way through latent space is travelled.
namespace poseaae::latent {

/// Rows of latents (N, Z) -> rows of what distance is measured in (N, D): whitened latents, or the
/// positions of all joints in metres (joint_positions(), decode.hpp). Speed is the Euclidean length
/// of its steps.
using PointMetric = std::function<Eigen::MatrixXd(const Batch& latents)>;

/// Where along u in [0, length] the frames of a way lie so that all steps are equally long in the
/// metric: u_k (frames), increasing, u_0 = 0. An open way ends at u = length; a closed one is
/// `frames` steps long, the last of which leads back to u_0. `way` gives the latents (N, Z) at N
/// values of u.
///
/// First by arc length, from a dense sampling (`per_frame` points a frame); then by the lengths of
/// the steps themselves, shared out anew while that evens them (at most 40 times), since a step
/// over a bend is shorter than the way it leaves out. A smooth way ends with steps that differ by
/// less than a hundredth, but for bends as tight as a step; of one with corners, a step over a
/// sharp one stays short. Parts that do not move take no time; a way that does not move at all is
/// passed evenly.
/// @throws UsageError when frames < 1
[[nodiscard]] std::vector<double> constant_pace(
    const std::function<Batch(const std::vector<double>&)>& way, double length, int frames,
    bool closed, const PointMetric& metric, int per_frame = 8);

}  // namespace poseaae::latent
