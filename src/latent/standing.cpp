#include "standing.hpp"

#include <algorithm>
#include <cmath>

namespace poseaae::latent {

std::vector<double> calmed(const std::vector<double>& heights, double fps, bool loops) {
  constexpr double kSigma_s = 0.04;
  const double sigma = kSigma_s * fps;  // frames
  const auto count = static_cast<int>(heights.size());
  const int reach = static_cast<int>(std::ceil(3.0 * sigma));
  std::vector<double> result(heights.size());
  for (int t = 0; t < count; ++t) {
    double sum = 0.0;
    double total = 0.0;
    for (int i = t - reach; i <= t + reach; ++i) {
      if (!loops && (i < 0 || i >= count)) continue;
      const double weight = std::exp(-0.5 * (i - t) * (i - t) / (sigma * sigma));
      sum += weight * heights[((i % count) + count) % count];
      total += weight;
    }
    result[t] = sum / total;
  }
  return result;
}

}  // namespace poseaae::latent
