#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "poseaae/footing/contacts.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::footing {

namespace {

using mocap::Anatomy;
using mocap::EndSite;
using mocap::Skeleton;
using mocap::Vec3;

/// The joints of a leg from the top down, and the points that its bones connect: the joints in the
/// rest pose and the farthest end site of the last one, where it has one.
struct Leg {
  std::vector<int> joints;
  std::vector<Vec3> points;
  Vec3 end{0, 0, 0};  ///< of the end site, in the last joint's frame

  [[nodiscard]] Vec3 bone(int i) const { return points[i + 1] - points[i]; }
  [[nodiscard]] int bones() const { return static_cast<int>(points.size()) - 1; }
  /// Along the bones [first, last).
  [[nodiscard]] double length(int first, int last) const {
    double sum = 0.0;
    for (int i = first; i < last; ++i) sum += bone(i).norm();
    return sum;
  }
};

Leg leg_above(const Skeleton& skeleton, const Anatomy& anatomy,
              const std::vector<Vec3>& rest_positions, int tip) {
  Leg leg;
  for (int j = tip; j >= 0 && anatomy.part[j] == mocap::Part::kLeg; j = skeleton.parent(j)) {
    leg.joints.insert(leg.joints.begin(), j);
  }
  for (const int j : leg.joints) leg.points.push_back(rest_positions[j]);
  for (const EndSite& site : skeleton.end_sites()) {
    if (site.parent == tip && site.offset.norm() > leg.end.norm()) leg.end = site.offset;
  }
  if (!leg.end.isZero()) leg.points.push_back(rest_positions[tip] + leg.end);
  return leg;
}

/// Whether bones [first, last) make one straight bone: a thigh may be cut by a joint for its twist.
bool straight(const Leg& leg, int first, int last) {
  constexpr double kCosine = 0.985;  // 10 degrees
  const Vec3 whole = leg.points[last] - leg.points[first];
  for (int i = first; i < last; ++i) {
    const Vec3 bone = leg.bone(i);
    if (bone.dot(whole) < kCosine * bone.norm() * whole.norm()) return false;
  }
  return true;
}

/// Places in Leg::joints.
struct Division {
  int hip, knee, ankle;
};

/// How unlike a leg its parts are: thigh and shin are about as long as each other, together most of
/// the leg, and a foot is about half as long as the shin.
double unlikeness(const Leg& leg, const Division& d) {
  const double thigh = leg.length(d.hip, d.knee);
  const double shin = leg.length(d.knee, d.ankle);
  if (thigh <= 0.0 || shin <= 0.0) return std::numeric_limits<double>::infinity();
  const double foot = leg.length(d.ankle, leg.bones());
  const double foot_term = foot > 0.0 ? std::abs(std::log(2.0 * foot / shin)) : 1.0;
  return std::abs(std::log(thigh / shin)) - std::log((thigh + shin) / leg.length(0, leg.bones())) +
         std::min(foot_term, 1.0);
}

/// None where a leg has fewer than three joints.
std::optional<Division> divide(const Leg& leg) {
  std::optional<Division> best;
  double least = std::numeric_limits<double>::infinity();
  const auto count = static_cast<int>(leg.joints.size());
  for (int hip = 0; hip < count; ++hip) {
    for (int knee = hip + 1; knee < count; ++knee) {
      if (!straight(leg, hip, knee)) continue;
      for (int ankle = knee + 1; ankle < count; ++ankle) {
        if (!straight(leg, knee, ankle)) continue;
        const Division division{hip, knee, ankle};
        const double here = unlikeness(leg, division);
        if (here > least || std::isinf(here)) continue;
        least = here;
        best = division;
      }
    }
  }
  return best;
}

/// The heel, and the first point below it that is not close to it.
std::vector<SolePoint> sole_of(const Leg& leg, int ankle) {
  constexpr double kShare = 0.4;  // of the way to the farthest point
  std::vector<SolePoint> sole{{leg.joints[ankle]}};
  const auto away = [&](int i) { return (leg.points[i] - leg.points[ankle]).norm(); };
  double farthest = 0.0;
  for (int i = ankle + 1; i <= leg.bones(); ++i) farthest = std::max(farthest, away(i));
  const auto joints = static_cast<int>(leg.joints.size());
  for (int i = ankle + 1; i <= leg.bones() && farthest > 0.0; ++i) {
    if (away(i) < kShare * farthest) continue;
    sole.push_back(i < joints ? SolePoint{leg.joints[i]} : SolePoint{leg.joints.back(), leg.end});
    break;
  }
  return sole;
}

}  // namespace

std::vector<Foot> feet_of(const Skeleton& skeleton) {
  const Anatomy anatomy = mocap::anatomy_of(skeleton);
  const auto rest = mocap::forward_kinematics(mocap::Motion(skeleton, 1.0, 1), 0).positions;
  std::vector<Foot> feet;
  for (const int tip : anatomy.feet) {
    const Leg leg = leg_above(skeleton, anatomy, rest, tip);
    const auto division = divide(leg);
    if (!division) continue;
    feet.push_back({anatomy.side[tip], leg.joints[division->hip], leg.joints[division->knee],
                    leg.joints[division->ankle], sole_of(leg, division->ankle)});
  }
  const auto order = [](const Foot& foot) {
    return foot.side == mocap::Side::kLeft ? 0 : foot.side == mocap::Side::kRight ? 1 : 2;
  };
  std::ranges::stable_sort(feet, {}, order);
  return feet;
}

std::vector<std::string> contact_points(const mocap::Skeleton& skeleton) {
  std::vector<std::string> names;
  for (const Foot& foot : feet_of(skeleton)) {
    const char* side = foot.side == mocap::Side::kLeft    ? "left"
                       : foot.side == mocap::Side::kRight ? "right"
                                                          : "middle";
    for (std::size_t k = 0; k < foot.sole.size(); ++k) {
      names.push_back(fmt::format("{} {} {}", side, k == 0 ? "heel" : "toe",
                                  skeleton.name(foot.sole[k].joint)));
    }
  }
  return names;
}

double leg_length(const Skeleton& skeleton, const Foot& foot) {
  double sum = 0.0;
  for (int j = foot.ankle; j != foot.hip; j = skeleton.parent(j)) sum += skeleton.offset(j).norm();
  return sum;
}

mocap::Vec3 position_of(const SolePoint& point, const mocap::WorldPose& pose) {
  return pose.positions[point.joint] + pose.rotations[point.joint] * point.offset;
}

}  // namespace poseaae::footing
