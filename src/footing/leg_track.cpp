#include "leg_track.hpp"

namespace poseaae::footing {

LegTrack track(const mocap::Skeleton& skeleton, const std::vector<mocap::WorldPose>& poses,
               const Foot& foot) {
  std::vector<char> hangs(static_cast<std::size_t>(skeleton.joints()), 0);
  hangs[foot.ankle] = 1;
  for (int j = foot.ankle + 1; j < skeleton.joints(); ++j) hangs[j] = hangs[skeleton.parent(j)];
  LegTrack result;
  for (const auto& pose : poses) {
    const mocap::Vec3& ankle = pose.positions[foot.ankle];
    const auto from_ankle = [&](const SolePoint& point) -> mocap::Vec3 {
      return position_of(point, pose) - ankle;
    };
    result.leg.push_back({pose.positions[foot.hip], pose.positions[foot.knee], ankle});
    result.heel.push_back(from_ankle(foot.sole.front()));
    result.toe.push_back(from_ankle(foot.sole.back()));
    auto& below = result.foot.emplace_back();
    for (int j = foot.ankle; j < skeleton.joints(); ++j) {
      if (hangs[j] != 0) below.push_back(from_ankle({j}));
    }
    for (const auto& end : skeleton.end_sites()) {
      if (hangs[end.parent] != 0) below.push_back(from_ankle({end.parent, end.offset}));
    }
  }
  return result;
}

}  // namespace poseaae::footing
