#include "poseaae/footing/planting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "holds.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/footing/standing.hpp"

namespace poseaae::footing {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;

namespace {

/// A leg that is to be moved: where it is, and what is done to its foot.
struct Leg {
  Foot foot;
  LegTrack track;
  Hold hold;
  std::vector<Vec3> forwards;  ///< T, unit vectors to where the knee bends
};

Touch touch_of(const Contacts& contacts, int first_point, const Foot& foot) {
  const auto of_point = [&](int point) {
    std::vector<char> on;
    for (int t = 0; t < contacts.frames; ++t) on.push_back(contacts.at(t, point) ? 1 : 0);
    return on;
  };
  Touch touch{of_point(first_point), {}};
  const int last = static_cast<int>(foot.sole.size()) - 1;
  touch.toe = last > 0 ? of_point(first_point + last) : std::vector<char>(touch.heel.size(), 0);
  return touch;
}

/// To where a knee bends, frame by frame: the mean over the clip of where it does, seen from the
/// thigh, so that bent legs count most; for a leg that never bends, ahead along the foot.
std::vector<Vec3> bending(const std::vector<mocap::WorldPose>& poses, const Foot& foot,
                          const LegTrack& track) {
  constexpr double kFoot = 0.02;  // weight of the foot, against the sine of the knee
  Vec3 mean = Vec3::Zero();
  for (std::size_t t = 0; t < poses.size(); ++t) {
    const Limb& leg = track.leg[t];
    const Vec3 line = (leg.tip - leg.root).normalized();
    const auto across = [&](const Vec3& v) -> Vec3 { return v - v.dot(line) * line; };
    const Vec3 seen = across(leg.middle - leg.root) / std::max(leg.upper(), 1e-9) +
                      kFoot * across(track.toe[t] - track.heel[t]).normalized();
    mean += poses[t].rotations[foot.hip].conjugate() * seen;
  }
  mean.normalize();
  std::vector<Vec3> result;
  for (const auto& pose : poses) result.emplace_back(pose.rotations[foot.hip] * mean);
  return result;
}

/// How far the body must sink for a leg to reach a target within its easy room, as far as sinking
/// helps.
double sinking(const Limb& leg, const Vec3& target) {
  const double reach = leg.extent() + easy_room_of(leg);
  const Vec3 way = leg.root - target;
  if (way.norm() <= reach || way.y() <= 0.0) return 0.0;
  const double aside = std::hypot(way.x(), way.z());
  return way.y() - std::sqrt(std::max(0.0, reach * reach - aside * aside));
}

/// At every frame at least what is needed, and smooth: the largest within 3 sigma of calmed(), and
/// the average of that.
std::vector<double> sinking(const std::vector<Leg>& legs, const Timeline& time, double most) {
  std::vector<double> needed(static_cast<std::size_t>(time.frames), 0.0);
  for (const Leg& leg : legs) {
    for (std::size_t t = 0; t < needed.size(); ++t) {
      if (leg.hold.held[t] == 0) continue;
      const Limb& limb = leg.track.leg[t];
      needed[t] = std::max(needed[t], sinking(limb, limb.tip + leg.hold.shift[t]));
    }
  }
  constexpr double kAround_s = 0.12;
  const int around = time.frames_in(kAround_s);
  std::vector<double> largest(needed.size(), 0.0);
  for (int t = 0; t < time.frames; ++t) {
    for (int i = t - around; i <= t + around; ++i) {
      if (!time.loops && (i < 0 || i >= time.frames)) continue;
      const int frame = ((i % time.frames) + time.frames) % time.frames;
      largest[t] = std::max(largest[t], std::min(most, needed[frame]));
    }
  }
  return calmed(largest, time.fps, time.loops);
}

Quat world_of(const mocap::WorldPose& pose, int joint) {
  return joint < 0 ? Quat::Identity() : pose.rotations[joint];
}

/// Sets a local rotation and notes by how much it changed.
void set(Motion& motion, int frame, int joint, const Quat& rotation, PlantReport& report) {
  constexpr double kDegrees = 180.0 / std::numbers::pi;
  const Quat before = motion.rotation(frame, joint);
  const double angle = kDegrees * math::angle_between(before, rotation);
  report.mean_deg += angle;
  report.largest_deg = std::max(report.largest_deg, angle);
  motion.set_rotation(frame, joint, math::same_hemisphere(rotation, before));
}

/// Moves one leg in one frame; the body has sunk by `sunk`.
void place(Motion& motion, int t, const mocap::WorldPose& pose, const Leg& leg, double sunk,
           PlantReport& report) {
  const Limb& limb = leg.track.leg[t];
  const Vec3& shift = leg.hold.shift[t];
  const Vec3& turn = leg.hold.turn[t];
  if (shift.isZero(0.0) && turn.isZero(0.0) && sunk == 0.0) return;
  const Vec3 target = limb.tip + shift + sunk * Vec3::UnitY();  // as seen from a body that stays
  const Bend bend = reach(limb, target, leg.forwards[t]);
  if (leg.hold.held[t] != 0) report.missed_m = std::max(report.missed_m, bend.missed);
  const auto& skeleton = motion.skeleton();
  const Quat foot = math::from_rotation_vector(turn) * pose.rotations[leg.foot.ankle];
  const auto above = [&](int joint) { return world_of(pose, skeleton.parent(joint)); };
  set(motion, t, leg.foot.hip,
      above(leg.foot.hip).conjugate() * bend.upper * pose.rotations[leg.foot.hip], report);
  set(motion, t, leg.foot.knee,
      (bend.upper * above(leg.foot.knee)).conjugate() * bend.lower * pose.rotations[leg.foot.knee],
      report);
  set(motion, t, leg.foot.ankle, (bend.lower * above(leg.foot.ankle)).conjugate() * foot, report);
}

void check(const Motion& motion, const Contacts& contacts) {
  if (contacts.frames == motion.frames()) return;
  throw UsageError(
      fmt::format("planting: expected contacts of {} frames, as the motion has, found {}",
                  motion.frames(), contacts.frames));
}

}  // namespace

Planted plant_feet(Motion motion, const Contacts& contacts, const PlantOptions& options) {
  check(motion, contacts);
  Planted result{std::move(motion), {}};
  Motion& moved = result.motion;
  PlantReport& report = result.report;
  if (contacts.feet.empty()) {
    report.why_not = "the skeleton has no legs that could stand; its feet stay as they are";
    return result;
  }
  if (moved.frames() == 0) return result;
  const Timeline time{moved.frames(), moved.fps(), options.loops};
  std::vector<mocap::WorldPose> poses;
  for (int t = 0; t < time.frames; ++t) poses.push_back(mocap::forward_kinematics(moved, t));

  std::vector<Leg> legs;
  std::vector<char> held(poses.size(), 0);
  int first_point = 0;
  for (const Foot& foot : contacts.feet) {
    Leg leg{foot, track(moved.skeleton(), poses, foot), {}, {}};
    leg.hold =
        hold(leg.track, touch_of(contacts, first_point, foot), contacts.floor_m, time, options);
    leg.forwards = bending(poses, foot, leg.track);
    first_point += static_cast<int>(foot.sole.size());
    for (std::size_t t = 0; t < held.size(); ++t) held[t] |= leg.hold.held[t];
    legs.push_back(std::move(leg));
  }
  const auto sunk = sinking(legs, time, options.lower_m);
  for (int t = 0; t < time.frames; ++t) {
    moved.set_root_position(t, moved.root_position(t) - sunk[t] * Vec3::UnitY());
    for (const Leg& leg : legs) place(moved, t, poses[t], leg, sunk[t], report);
  }
  report.mean_deg /= 3.0 * static_cast<double>(legs.size()) * time.frames;
  report.held = static_cast<double>(std::ranges::count(held, 1)) / time.frames;
  report.lowered_m = *std::ranges::max_element(sunk);
  return result;
}

}  // namespace poseaae::footing
