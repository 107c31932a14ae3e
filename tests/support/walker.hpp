#pragma once

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/two_bone_ik.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::test {

/// A body on two legs with feet, whose thighs and shins can be divided by a twist bone each.
struct Walker {
  mocap::Skeleton skeleton;
  std::vector<footing::Foot> feet;

  explicit Walker(bool twist_bones = false) : skeleton(make(twist_bones)) {
    for (const auto side : {mocap::Side::kLeft, mocap::Side::kRight}) {
      const std::string name = side == mocap::Side::kLeft ? "Left" : "Right";
      footing::Foot foot;
      foot.side = side;
      foot.hip = skeleton.find(name + "UpLeg").value();
      foot.knee = skeleton.find(name + "Leg").value();
      foot.ankle = skeleton.find(name + "Foot").value();
      foot.sole = {{foot.ankle, {0, 0, 0}}, {foot.ankle, kToe}};
      feet.push_back(foot);
    }
  }

  static inline const mocap::Vec3 kToe{0.0, -0.08, 0.15};  ///< from the ankle
  static constexpr double kAnkle = 0.08;                   ///< above the floor, where the foot lies

  static mocap::Skeleton make(bool twist_bones) {
    using mocap::Vec3;
    std::vector<std::string> names{"Hips", "Spine", "Head"};
    std::vector<int> parents{-1, 0, 1};
    std::vector<Vec3> offsets{Vec3(0, 0.9, 0), Vec3(0, 0.3, 0), Vec3(0, 0.3, 0)};
    std::vector<mocap::EndSite> ends{{2, Vec3(0, 0.2, 0), ""}};
    const auto add = [&](const std::string& name, int parent, const Vec3& offset) {
      names.push_back(name);
      parents.push_back(parent);
      offsets.push_back(offset);
      return static_cast<int>(names.size()) - 1;
    };
    for (const double x : {0.1, -0.1}) {
      const std::string side = x > 0 ? "Left" : "Right";
      int joint = add(side + "UpLeg", 0, Vec3(x, -0.02, 0));
      if (twist_bones) joint = add(side + "UpLegTwist", joint, Vec3(0, -0.2, 0));
      joint = add(side + "Leg", joint, Vec3(0, twist_bones ? -0.25 : -0.45, 0));
      if (twist_bones) joint = add(side + "LegTwist", joint, Vec3(0, -0.1, 0));
      joint = add(side + "Foot", joint, Vec3(0, twist_bones ? -0.3 : -0.4, 0));
      ends.push_back({joint, kToe, ""});
    }
    return {names, parents, offsets, ends};
  }
};

/// Puts an ankle there, with this rotation of the foot in the world: a leg that hangs straight down
/// is bent, the knee to the front.
inline void place_foot(mocap::Motion& motion, int t, const footing::Foot& foot,
                       const mocap::Vec3& ankle, const mocap::Quat& rotation) {
  for (const int joint : {foot.hip, foot.knee, foot.ankle}) {
    motion.set_rotation(t, joint, mocap::Quat::Identity());
  }
  const auto pose = mocap::forward_kinematics(motion, t);
  const auto& p = pose.positions;
  const auto bend =
      footing::reach({p[foot.hip], p[foot.knee], p[foot.ankle]}, ankle, mocap::Vec3::UnitZ());
  const mocap::Quat hip = bend.upper * pose.rotations[foot.hip];
  motion.set_rotation(t, foot.hip, hip);
  motion.set_rotation(t, foot.knee, hip.conjugate() * bend.lower);
  motion.set_rotation(t, foot.ankle, bend.lower.conjugate() * rotation);
}

/// A walk at 1 m/s along +Z, a step of 0.5 m each 0.5 s: each foot lies for 0.6 s and swings for
/// 0.4 s, the left first. What feet do is known: the ankle lies at kAnkle, the foot level.
struct Walk {
  static constexpr double kCycle_s = 1.0;
  static constexpr double kLies = 0.6;
  mocap::Motion motion;
  footing::Contacts contacts;

  /// Where an ankle is at a time, for a walk along the ground of `speed` m/s.
  static mocap::Vec3 ankle(double seconds, int foot, double speed) {
    const double cycles = seconds / kCycle_s + 0.5 * foot + 0.2;
    const double step = std::floor(cycles);
    const double phase = cycles - step;
    const double swing = std::max(0.0, (phase - kLies) / (1.0 - kLies));
    const double gone = swing - std::sin(2.0 * std::numbers::pi * swing) / (2 * std::numbers::pi);
    const double lift = 0.06 * (1.0 - std::cos(2.0 * std::numbers::pi * swing));
    const double z = speed * kCycle_s * (step + gone - 0.5 * foot + 0.1);
    return {foot == 0 ? 0.1 : -0.1, Walker::kAnkle + lift, z};
  }

  Walk(const Walker& walker, double fps, int frames, double speed = 1.0)
      : motion(walker.skeleton, fps, frames) {
    using mocap::Quat;
    contacts.feet = walker.feet;
    contacts.frames = frames;
    for (int t = 0; t < frames; ++t) {
      const double now = t / fps;
      motion.set_root_position(
          t, {0.0, 0.86 + 0.01 * std::cos(4 * std::numbers::pi * now), speed * now});
      for (int f = 0; f < 2; ++f) {
        const auto& foot = walker.feet[static_cast<std::size_t>(f)];
        const double cycles = now / kCycle_s + 0.5 * f + 0.2;
        const bool lies = cycles - std::floor(cycles) < kLies;
        contacts.touches.insert(contacts.touches.end(), 2, lies ? 1 : 0);
        place_foot(motion, t, foot, ankle(now, f, speed), Quat::Identity());
      }
    }
  }
};

}  // namespace poseaae::test
