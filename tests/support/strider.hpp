#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>

#include "poseaae/mocap/motion.hpp"

namespace poseaae::test {

/// Thigh and shin, and the height of an ankle above the floor; metres.
inline constexpr double kThigh = 0.45;
inline constexpr double kAnkle = 0.08;

/// Hips, two legs with feet of 0.2 m, a trunk and a head. Dancers face +Z, their left is +X.
inline mocap::Skeleton strider_skeleton() {
  using mocap::Vec3;
  const Vec3 down(0, -kThigh, 0);
  const Vec3 forward(0, -kAnkle, 0.15);
  return {{"Hips", "Chest", "Head", "LeftHip", "LeftKnee", "LeftAnkle", "LeftToe", "RightHip",
           "RightKnee", "RightAnkle", "RightToe"},
          {-1, 0, 1, 0, 3, 4, 5, 0, 7, 8, 9},
          {Vec3(0, 0.9, 0), Vec3(0, 0.4, 0), Vec3(0, 0.3, 0), Vec3(0.1, 0, 0), down, down, forward,
           Vec3(-0.1, 0, 0), down, down, forward},
          {{2, Vec3(0, 0.2, 0), "top"},
           {6, Vec3(0, 0, 0.05), "left tip"},
           {10, Vec3(0, 0, 0.05), "right tip"}}};
}

/// Where something is and where it faces.
struct Stand {
  mocap::Vec3 place{0, 0, 0};
  double heading = 0.0;  ///< radians, 0 faces +Z

  [[nodiscard]] mocap::Quat rotation() const {
    return mocap::Quat(Eigen::AngleAxisd(heading, mocap::Vec3::UnitY()));
  }
};

/// Hips, left and right ankle at a time in seconds. Feet are level.
using Gait = std::function<std::array<Stand, 3>(double)>;

/// The motion whose hips and ankles are there. Knees bend forwards.
inline mocap::Motion stride(const Gait& gait, double fps, int frames) {
  using mocap::Quat;
  using mocap::Vec3;
  mocap::Motion motion(strider_skeleton(), fps, frames);
  for (int t = 0; t < frames; ++t) {
    const auto [hips, left, right] = gait(t / fps);
    motion.set_root_position(t, hips.place);
    motion.set_rotation(t, 0, hips.rotation());
    for (const int hip : {3, 7}) {
      const Stand& foot = hip == 3 ? left : right;
      const Quat level = hips.rotation();
      const Vec3 to = level.conjugate() * (foot.place - hips.place) - motion.skeleton().offset(hip);
      const double half = std::min(1.0, 0.5 * to.norm() / kThigh);
      const double bend = std::acos(half);  // of thigh and shin from the line between their ends
      const Quat aim = Quat::FromTwoVectors(-Vec3::UnitY(), to);
      const auto about_side = [](double angle) {
        return Quat(Eigen::AngleAxisd(angle, Vec3::UnitX()));
      };
      motion.set_rotation(t, hip, aim * about_side(-bend));
      motion.set_rotation(t, hip + 1, about_side(2.0 * bend));
      motion.set_rotation(t, hip + 2,
                          (level * aim * about_side(bend)).conjugate() * foot.rotation());
    }
  }
  return motion;
}

/// How a gait goes: a foot stands for `stance_s` of every second step.
struct Pace {
  double step_s = 0.5;
  double stance_s = 0.6;
  /// Height of the hips; a run bounces on the parabola of gravity while no foot stands.
  double hips_m = 0.9;
};
inline constexpr Pace kRun{0.3, 0.2, 0.87};

inline double height_of_hips(const Pace& pace, double time) {
  const double flight = pace.step_s - pace.stance_s;
  if (flight <= 0.0) return pace.hips_m;
  const double phase = time - pace.step_s * std::floor(time / pace.step_s);
  const double up = 0.5 * 9.81 * flight;  // at take-off
  const double air = phase - pace.stance_s;
  if (air > 0.0) return pace.hips_m + up * air - 0.5 * 9.81 * air * air;
  return pace.hips_m - up * phase * (1.0 - phase / pace.stance_s);
}

/// A walk or run along a circle, or straight on where `turn` (radians a second) is 0. The left foot
/// comes down first.
inline Gait walking(double speed, double turn, const Pace& pace = {}) {
  const auto hips = [=](double time) {
    const double angle = turn * time;
    const double sine = turn == 0.0 ? speed * time : speed / turn * std::sin(angle);
    const double cosine = turn == 0.0 ? 0.0 : speed / turn * (1.0 - std::cos(angle));
    return Stand{{cosine, height_of_hips(pace, time), sine}, angle};
  };
  return [=](double time) {
    std::array<Stand, 3> all{hips(time)};
    for (const int side : {0, 1}) {
      const double period = 2.0 * pace.step_s;
      const double offset = side * pace.step_s;
      const double begin = period * std::floor((time - offset) / period) + offset;
      const auto stance = [&](double start) {
        Stand foot = hips(start + 0.5 * pace.stance_s);
        foot.place += foot.rotation() * mocap::Vec3(side == 0 ? 0.1 : -0.1, 0, 0);
        foot.place.y() = kAnkle;
        return foot;
      };
      const Stand from = stance(begin);
      const Stand to = stance(begin + period);
      const double swing = period - pace.stance_s;
      const double u = std::clamp((time - begin - pace.stance_s) / swing, 0.0, 1.0);
      const double ease = u * u * (3.0 - 2.0 * u);
      Stand& foot = all[1 + side];
      foot.place = from.place + ease * (to.place - from.place);
      foot.place.y() += 0.12 * std::sin(std::numbers::pi * u);
      foot.heading = from.heading + ease * (to.heading - from.heading);
    }
    return all;
  };
}

}  // namespace poseaae::test
