#include "poseaae/footing/standing.hpp"

#include <algorithm>
#include <cmath>

#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/lowest_point.hpp"

namespace poseaae::footing {

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

mocap::Motion plant_on_floor(mocap::Motion motion, bool loops) {
  std::vector<double> lowest;
  for (int t = 0; t < motion.frames(); ++t) {
    lowest.push_back(mocap::lowest_point(motion.skeleton(), mocap::forward_kinematics(motion, t), 0,
                                         mocap::Vec3::UnitY()));
  }
  const std::vector<double> heights = calmed(lowest, motion.fps(), loops);
  for (int t = 0; t < motion.frames(); ++t) {
    motion.set_root_position(t, motion.root_position(t) - heights[t] * mocap::Vec3::UnitY());
  }
  return motion;
}

}  // namespace poseaae::footing
