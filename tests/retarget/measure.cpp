#include "measure.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/skating.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::retarget::test {

using mocap::Motion;
using mocap::Vec3;

namespace {

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0.0;
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

std::vector<mocap::WorldPose> poses_of(const Motion& motion) {
  std::vector<mocap::WorldPose> poses;
  for (int t = 0; t < motion.frames(); ++t) poses.push_back(mocap::forward_kinematics(motion, t));
  return poses;
}

/// From the line between the ends of a limb to its middle.
Vec3 bulge(const mocap::WorldPose& pose, int upper, int middle, int end) {
  const Vec3 line = (pose.positions[end] - pose.positions[upper]).normalized();
  const Vec3 way = pose.positions[middle] - pose.positions[upper];
  return way - way.dot(line) * line;
}

struct Speeds {
  double most = 0.0;
  double change = 0.0;
};
Speeds speeds_of(const std::vector<mocap::WorldPose>& poses, const std::vector<int>& joints) {
  Speeds speeds;
  for (const int j : joints) {
    for (std::size_t t = 1; t < poses.size(); ++t) {
      const Vec3 v = poses[t].positions[j] - poses[t - 1].positions[j];
      speeds.most = std::max(speeds.most, v.norm());
      if (t < 2) continue;
      const Vec3 before = poses[t - 1].positions[j] - poses[t - 2].positions[j];
      speeds.change = std::max(speeds.change, (v - before).norm());
    }
  }
  return speeds;
}

/// How far the lowest toe goes below the floor.
double deepest(const std::vector<mocap::WorldPose>& poses, const footing::Contacts& contacts) {
  double depth = 0.0;
  for (const mocap::WorldPose& pose : poses) {
    for (const footing::Foot& foot : contacts.feet) {
      depth = std::max(depth, contacts.floor_m - footing::position_of(foot.sole.back(), pose).y());
    }
  }
  return depth;
}

}  // namespace

Measures measure(const Motion& source, const Retargeted& onto) {
  Measures m;
  const auto before = poses_of(source);
  const auto after = poses_of(onto.motion);
  std::vector<double> hands;
  std::vector<double> feet;
  std::vector<double> turns;
  const auto degrees = [](const mocap::Quat& a, const mocap::Quat& b) {
    return math::angle_between(a, b) * 180.0 / std::numbers::pi;
  };
  for (const Goal& goal : onto.goals) {
    for (std::size_t t = 0; t < after.size(); ++t) {
      const Vec3& place = after[t].positions[goal.joint];
      const mocap::Quat& rotation = after[t].rotations[goal.joint];
      m.missed_m = std::max(m.missed_m, (place - goal.positions[t]).norm());
      m.missed_deg = std::max(m.missed_deg, degrees(rotation, goal.rotations[t]));
      (goal.is_foot ? feet : hands).push_back((place - goal.scaled_positions[t]).norm());
      if (goal.is_foot) turns.push_back(degrees(rotation, goal.scaled_rotations[t]));
    }
  }
  m.hand_p95_m = quantile(hands, 0.95);
  m.foot_p95_m = quantile(feet, 0.95);
  m.turn_p95_deg = quantile(turns, 0.95);

  const BodyPlan plan = body_plan_of(onto.motion.skeleton());
  std::vector<int> mine;
  std::vector<int> theirs;
  int bends = 0;
  int wrong = 0;
  for (const auto* limbs : {&plan.legs, &plan.arms}) {
    for (const LimbPlan& limb : *limbs) {
      const auto there = [&](int j) { return onto.map.follows[j].joint; };
      if (there(limb.upper) < 0 || there(limb.middle) < 0 || there(limb.end) < 0) continue;
      for (const int j : {limb.middle, limb.end}) {
        mine.push_back(j);
        theirs.push_back(there(j));
      }
      for (std::size_t t = 0; t < after.size(); ++t) {
        const Vec3 a = bulge(after[t], limb.upper, limb.middle, limb.end);
        const Vec3 b = bulge(before[t], there(limb.upper), there(limb.middle), there(limb.end));
        if (b.norm() < 0.02 || a.norm() < 0.02) continue;
        ++bends;
        wrong += a.dot(b) < 0.0 ? 1 : 0;
      }
    }
  }
  m.wrong_bends = static_cast<double>(wrong) / std::max(1, bends);
  const Speeds now = speeds_of(after, mine);
  const Speeds was = speeds_of(before, theirs);
  m.speed_ratio = now.most / std::max(1e-9, was.most * onto.scale);
  m.jerk_ratio = now.change / std::max(1e-9, was.change * onto.scale);

  const footing::Contacts contacts = footing::contacts_of(source);
  m.source_skating_mps = footing::skating_of(source, contacts).speed_mps;
  footing::Contacts same = contacts;
  same.feet = footing::feet_of(onto.motion.skeleton());
  if (same.points() == contacts.points() && same.feet.size() == contacts.feet.size()) {
    m.skating_mps = footing::skating_of(onto.motion, same).speed_mps;
  }
  m.deepest_m = deepest(after, same);
  m.source_deepest_m = onto.scale * deepest(before, contacts);
  return m;
}

}  // namespace poseaae::retarget::test
