#pragma once

#include "poseaae/base/random.hpp"
#include "poseaae/diffusion/latent_diffusion.hpp"
#include "poseaae/diffusion/train.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::diffusion::test {

/// Unit noise (rows, columns).
[[nodiscard]] Batch normal(Random& random, Eigen::Index rows, Eigen::Index columns);

/// A diffusion of windows of `window` frames of 2 latents with the labels style = calm, wild and
/// random weights: what is done with one is tested, not what it has learned.
[[nodiscard]] DiffusionData sample_data(int window);

/// A smooth path of 2 latents.
[[nodiscard]] LatentPath smooth_path(std::uint64_t seed, int frames);

/// Two moons: half circles of radius 1 round (-1/2, -1/4) and, upside down, (1/2, 1/4), each point
/// a path of one frame with its moon as label.
[[nodiscard]] Corpus two_moons(std::uint64_t seed, int points);
/// How far a point is from the nearer moon's line, or from that of one.
[[nodiscard]] double distance_from_moons(float x, float y, int moon = LabelSet::kNone);

}  // namespace poseaae::diffusion::test
