#pragma once

#include <Eigen/Core>
#include <functional>
#include <vector>

#include "poseaae/latent/path.hpp"
#include "poseaae/math/batch.hpp"

/// The speed along a curve through latent space.
namespace poseaae::latent {

/// Rows of latents (N, Z) -> rows of what distance is measured in (N, D): whitened latents, or the
/// positions of all joints in metres (joint_positions(), decode.hpp). Speed is the Euclidean length
/// of its steps.
using PointMetric = std::function<Eigen::MatrixXd(const Batch& latents)>;

/// The positions u in [0, length] of the frames of a curve for which all steps are equally long in
/// the metric: u_k (frames), increasing, u_0 = 0. An open curve ends at u = length; a closed one is
/// `frames` steps long, the last of which leads back to u_0. `curve` gives the latents (N, Z) at N
/// values of u.
///
/// The first estimate uses the arc length of a dense sampling (`per_frame` points per frame). The
/// lengths of the steps themselves then refine it as long as they become more even (at most 40
/// times), since a step across a bend is shorter than the curve along it. On a smooth curve, steps
/// finally differ by less than one hundredth, except at bends as tight as a step; at sharp corners,
/// a step stays short. Parts that do not move take no time; a curve that does not move at all is
/// divided evenly.
/// @throws UsageError when frames < 1
[[nodiscard]] std::vector<double> constant_pace(
    const std::function<Batch(const std::vector<double>&)>& curve, double length, int frames,
    bool closed, const PointMetric& metric, int per_frame = 8);

/// The positions u of the frames of a curve that hurries nowhere: u goes on by 1 a frame, or more
/// slowly where the curve would be faster in the metric than `most` times its median speed. Of an
/// open curve of u in [0, frames - 1], the end is not reached then; a closed one of u in [0,
/// frames) is gone round once in as many frames, all faster for it.
/// @throws UsageError when frames < 1
[[nodiscard]] std::vector<double> unhurried_pace(
    const std::function<Batch(const std::vector<double>&)>& curve, int frames, bool closed,
    const PointMetric& metric, double most);

}  // namespace poseaae::latent
