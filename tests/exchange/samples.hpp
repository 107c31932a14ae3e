#pragma once

#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"

namespace poseaae::exchange::test {

/// An untrained model, with 1,000 rows and 1,000 points of its latent space, all at random.
struct Sample {
  codec::PoseAutoencoder model;
  Batch rows;
  Batch latents;
};

/// Models that have, between them, all that a model can have: "quaternions" (a reference pose, a
/// Gaussian encoder), "plain" (none of it), "six" (two columns, skips, layers that do not learn),
/// "windows" (of such columns), "legless" (windows without contacts, of quaternions); and every
/// activation.
[[nodiscard]] const std::vector<std::string>& sample_names();
/// @throws std::out_of_range where there is none of this name
[[nodiscard]] Sample sample(const std::string& name);

}  // namespace poseaae::exchange::test
