#include "poseaae/mocap/lowest_point.hpp"

#include <algorithm>

namespace poseaae::mocap {

double lowest_point(const Skeleton& skeleton, const WorldPose& pose, int joint, const Vec3& up) {
  std::vector<bool> hangs(pose.positions.size(), false);
  double lowest = up.dot(pose.positions[joint]);
  for (int j = joint; j < skeleton.joints(); ++j) {
    hangs[j] = j == joint || (skeleton.parent(j) >= 0 && hangs[skeleton.parent(j)]);
    if (hangs[j]) lowest = std::min(lowest, up.dot(pose.positions[j]));
  }
  const auto tips = end_site_positions(skeleton, pose);
  for (std::size_t i = 0; i < tips.size(); ++i) {
    if (hangs[skeleton.end_sites()[i].parent]) lowest = std::min(lowest, up.dot(tips[i]));
  }
  return lowest;
}

}  // namespace poseaae::mocap
