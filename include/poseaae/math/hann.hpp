#pragma once

#include <vector>

namespace poseaae::math {

/// Hann's window, w_i = sin^2(pi (i + 1/2) / n) for i = 0 ... n - 1: what the frames of pieces of
/// n frames weigh where the pieces overlap and are averaged.
[[nodiscard]] std::vector<double> hann(int n);

}  // namespace poseaae::math
