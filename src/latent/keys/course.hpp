#pragma once

#include <utility>
#include <vector>

#include "poseaae/footing/root_path.hpp"
#include "poseaae/latent/keys.hpp"

namespace poseaae::latent::keys {

/// A number over time through given frames: cubic Hermite pieces whose slopes are harmonic means of
/// those on both sides, 0 at both ends and where the sign changes (Fritsch and Butland 1984), so
/// that it never leaves the range of its neighbours; constant beyond the ends, 0 without values.
[[nodiscard]] std::vector<double> course(const std::vector<std::pair<int, double>>& values,
                                         int frames);

/// Where keys send the body of a model of poses: the courses of x, z and heading.
[[nodiscard]] std::vector<footing::Place> way_of(const std::vector<Key>& keys, int frames);

}  // namespace poseaae::latent::keys
