#pragma once

#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/render/picture.hpp"

/// A model whose every number is known.
namespace poseaae::test {

/// Hips, an arm and a hand 1 m from the shoulder, a leg and a foot; three latents. The decoder
/// turns the arm about Z by 2 atan(z0 / 4), the leg by 2 atan(z1 / 20), and leaves everything as it
/// is for z2; the encoder gives zeros. Latent mean (0, 0.5, 0), deviations (1, 2, 0.5), the first
/// two correlated by 0.3.
[[nodiscard]] codec::PoseAutoencoder arm_model();

/// Every label of a picture.
[[nodiscard]] std::vector<std::string> texts(const render::Picture& picture);
/// How many pixels within an area are not `colour`.
[[nodiscard]] int inked(const render::Image& image, const render::Viewport& area,
                        const render::Colour& colour);

}  // namespace poseaae::test
