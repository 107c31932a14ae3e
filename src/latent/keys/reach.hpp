#pragma once

#include <utility>
#include <vector>

#include "poseaae/mocap/motion.hpp"

namespace poseaae::latent::keys {

/// Turns the joints between the body and some others in frame 0 until these are where they are
/// wanted, by steps of damped least squares (Wampler 1986),
///   d = J^T (J J^T + l I)^-1 r,
/// with the residuals r cut to 10 cm and d in rotation vectors; l falls where a step comes nearer,
/// and rises where it does not (Levenberg and Marquardt). With `free_root` the root moves too, a
/// third as readily as a joint turns. What is out of reach is approached.
void reach(mocap::Motion& motion, int body, const std::vector<std::pair<int, mocap::Vec3>>& wanted,
           bool free_root);

}  // namespace poseaae::latent::keys
