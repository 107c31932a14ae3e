#include "limb_pair.hpp"

#include <algorithm>

namespace poseaae::retarget {

using mocap::Skeleton;
using mocap::Vec3;

namespace {

double length_of(const Skeleton& skeleton, const LimbPlan& limb) {
  double sum = 0.0;
  for (int j = limb.end; j != limb.upper; j = skeleton.parent(j)) sum += skeleton.offset(j).norm();
  return sum;
}

/// How far the lowest point of a foot is below its ankle, in the pose.
double ankle_height(const Figure& figure, const LimbPlan& leg) {
  const Skeleton& skeleton = figure.skeleton;
  std::vector<bool> within(static_cast<std::size_t>(skeleton.joints()), false);
  within[leg.end] = true;
  double lowest = 0.0;
  const auto take = [&](const Vec3& place) {
    lowest = std::min(lowest, figure.up().dot(place - figure.at[leg.end]));
  };
  for (int j = leg.end + 1; j < skeleton.joints(); ++j) {
    within[j] = within[skeleton.parent(j)];
    if (within[j]) take(figure.at[j]);
  }
  for (const auto& site : skeleton.end_sites()) {
    if (within[site.parent]) take(figure.at[site.parent] + figure.pose[site.parent] * site.offset);
  }
  return -lowest;
}

}  // namespace

std::vector<LimbPair> limb_pairs_of(const Figure& source, const Figure& target,
                                    const JointMap& map) {
  std::vector<LimbPair> pairs;
  const auto joint = [&](int j) { return map.follows[j].joint; };
  for (const bool is_leg : {true, false}) {
    for (const LimbPlan& onto : is_leg ? target.plan.legs : target.plan.arms) {
      LimbPlan from{onto.side, {}, joint(onto.upper), joint(onto.middle), joint(onto.end)};
      if (from.upper < 0 || from.middle <= from.upper || from.end <= from.middle) continue;
      const auto& theirs = is_leg ? source.plan.legs : source.plan.arms;
      const auto same = std::ranges::find(theirs, from.end, &LimbPlan::end);
      if (same != theirs.end()) from.toe = same->toe;
      if (length_of(source.skeleton, from) < 0.01) continue;
      const Vec3 bends = (is_leg ? 1.0 : -1.0) * target.forward();
      const double ratio = length_of(target.skeleton, onto) / length_of(source.skeleton, from);
      pairs.push_back({onto, from, is_leg, bends, ratio});
    }
  }
  return pairs;
}

Scaling scaling_of(const std::vector<LimbPair>& pairs, const Figure& source, const Figure& target,
                   double floor_m) {
  Scaling scaling;
  double legs[2] = {0.0, 0.0};
  double heights[2] = {0.0, 0.0};
  int count = 0;
  for (const LimbPair& pair : pairs) {
    if (!pair.is_leg) continue;
    legs[0] += length_of(source.skeleton, pair.from);
    legs[1] += length_of(target.skeleton, pair.onto);
    heights[0] += ankle_height(source, pair.from);
    heights[1] += ankle_height(target, pair.onto);
    ++count;
  }
  const double bodies = target.skeleton.height() / std::max(1e-6, source.skeleton.height());
  scaling.floor = floor_m;
  scaling.room = count > 0 ? legs[1] / legs[0] : bodies;
  scaling.ankles = count > 0 ? heights[0] / count : 0.0;
  scaling.ankles2 = count > 0 ? heights[1] / count : 0.0;
  return scaling;
}

}  // namespace poseaae::retarget
