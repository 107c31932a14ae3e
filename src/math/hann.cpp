#include "poseaae/math/hann.hpp"

#include <cmath>
#include <numbers>

namespace poseaae::math {

std::vector<double> hann(int n) {
  std::vector<double> weights;
  for (int i = 0; i < n; ++i) {
    const double s = std::sin(std::numbers::pi * (i + 0.5) / n);
    weights.push_back(s * s);
  }
  return weights;
}

}  // namespace poseaae::math
