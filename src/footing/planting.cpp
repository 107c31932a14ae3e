#include "poseaae/footing/planting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "handovers.hpp"
#include "held_still.hpp"
#include "holds.hpp"
#include "letting_go.hpp"
#include "poseaae/base/error.hpp"
#include "same_motion.hpp"
#include "swings.hpp"

namespace poseaae::footing {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;

namespace {

/// A leg that is to be moved: where it is, and what is done to its foot.
struct Leg {
  Foot foot;
  LegTrack track;
  Touch touch;
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

/// The height of the floor, frame by frame: that of the contacts, unless feet stand higher or lower
/// than that for seconds, by more than 2 cm, as in recordings whose floor slopes or drifts.
std::vector<double> floor_below(const std::vector<Leg>& legs, double floor_m,
                                const Timeline& time) {
  constexpr double kAround_s = 2.0;
  constexpr double kLevel_m = 0.02;
  std::vector<double> sums(static_cast<std::size_t>(time.frames) + 1, 0.0);  // before frame t
  std::vector<int> counts(sums.size(), 0);
  for (int t = 0; t < time.frames; ++t) {
    sums[t + 1] = sums[t];
    counts[t + 1] = counts[t];
    for (const Leg& leg : legs) {
      if (!leg.touch.any(t)) continue;
      double lowest = 0.0;
      for (const Vec3& point : leg.track.foot[t]) lowest = std::min(lowest, point.y());
      sums[t + 1] += leg.track.ankle_at(t).y() + lowest - floor_m;
      ++counts[t + 1];
    }
  }
  const int around = time.frames_in(kAround_s);
  std::vector<double> floor;
  for (int t = 0; t < time.frames; ++t) {
    const int first = std::max(0, t - around);
    const int last = std::min(time.frames, t + around + 1);
    const int count = counts[last] - counts[first];
    const double mean = count > 0 ? (sums[last] - sums[first]) / count : 0.0;
    floor.push_back(floor_m + without_tremble(mean, kLevel_m));
  }
  return floor;
}

/// By how much a knee turns when the leg gets longer, radians per metre: d / (a b sin(knee)), the
/// derivative of the law of cosines.
double stiffness(const Limb& leg) {
  constexpr double kStraight = 0.01;  // sine beyond which a leg counts as straight
  const Vec3 up = (leg.root - leg.middle).normalized();
  const Vec3 down = (leg.tip - leg.middle).normalized();
  const double area = leg.upper() * leg.lower() * std::max(kStraight, up.cross(down).norm());
  return area > 0.0 ? leg.extent() / area : 0.0;
}

/// How far the body sinks, where legs have to be longer, or rises: the least squares of what is
/// left to the knees, radians, and of its own way, at kBody radians per metre. Straight legs, which
/// a millimetre bends by many degrees, are so left as they are.
double sinking(const std::vector<Leg>& legs, std::size_t t, double most) {
  constexpr double kBody = 10.0;
  double sunk = 0.0;
  for (int iteration = 0; iteration < 3; ++iteration) {
    double product = 0.0;
    double square = kBody * kBody;
    for (const Leg& leg : legs) {
      const Limb& limb = leg.track.leg[t];
      const Vec3 way = limb.root - sunk * Vec3::UnitY() - limb.tip - leg.hold.shift[t];
      const double down = way.y() / std::max(way.norm(), 1e-9);
      const double knee = std::pow(stiffness(limb), 2);
      product += knee * down * (way.norm() - limb.extent() + down * sunk);
      square += knee * down * down;
    }
    sunk = product / square;
  }
  return most > 0.0 ? most * std::tanh(sunk / most) : 0.0;
}

/// A target without what a straight leg would tremble by: where the distance from the hip differs
/// from the leg's extent by less than 2 mm, a straight leg keeps its extent, and the foot moves by
/// that.
Vec3 steadied(const Limb& leg, const Vec3& target) {
  constexpr double kTremble_m = 0.002;
  constexpr double kRoom_m = 0.01;
  const Vec3 way = target - leg.root;
  const double distance = way.norm();
  const double longer = distance - leg.extent();
  const double small = kTremble_m * std::exp(-room_of(leg) / kRoom_m);
  if (distance < leg.lower() || small < 1e-6) return target;
  return leg.root + (leg.extent() + without_tremble(longer, small)) / distance * way;
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
  const Bend bend = reach(limb, steadied(limb, target), leg.forwards[t]);
  if (leg.hold.held[t] != 0) {
    report.missed_m = std::max(report.missed_m, (bend.limb.tip - target).norm());
  }
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

/// Lifts feet that step while another stands.
void lift_swings(std::vector<Leg>& legs, const std::vector<double>& floor, const Timeline& time,
                 const PlantOptions& options) {
  for (Leg& leg : legs) {
    std::vector<char> supported(static_cast<std::size_t>(time.frames), 0);
    for (const Leg& other : legs) {
      if (&other == &leg) continue;
      for (int t = 0; t < time.frames; ++t) supported[t] |= other.hold.held[t];
    }
    const auto lift = lifts(leg.track, leg.touch, leg.hold, floor, supported, time, options.step_m,
                            options.ramp_s);
    for (int t = 0; t < time.frames; ++t) leg.hold.shift[t].y() += lift[t];
  }
}

}  // namespace

Planted plant_feet(Motion motion, const Contacts& contacts, const PlantOptions& options) {
  require_contacts_of(motion, contacts, "planting");
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
  int first_point = 0;
  for (const Foot& foot : contacts.feet) {
    Leg leg{foot, track(moved.skeleton(), poses, foot), {}, {}, {}};
    leg.touch = cleaned(touch_of(contacts, first_point, foot), leg.track, time);
    leg.forwards = bending(poses, foot, leg.track);
    first_point += static_cast<int>(foot.sole.size());
    legs.push_back(std::move(leg));
  }
  const auto floor = floor_below(legs, contacts.floor_m, time);
  std::vector<LegTouch> touches;
  for (Leg& leg : legs) touches.push_back({&leg.track, &leg.touch});
  hand_over(touches, floor, time);
  std::vector<char> held(poses.size(), 0);
  for (Leg& leg : legs) {
    leg.hold = hold(leg.track, leg.touch, floor, time, options);
    if (let_go(leg.track, leg.hold, time, leg.touch)) {
      leg.hold = hold(leg.track, leg.touch, floor, time, options);
    }
    for (std::size_t t = 0; t < held.size(); ++t) held[t] |= leg.hold.held[t];
  }
  lift_swings(legs, floor, time, options);
  for (int t = 0; t < time.frames; ++t) {
    const double sunk = sinking(legs, static_cast<std::size_t>(t), options.lower_m);
    moved.set_root_position(t, moved.root_position(t) - sunk * Vec3::UnitY());
    report.lowered_m = std::max(report.lowered_m, std::abs(sunk));
    for (const Leg& leg : legs) place(moved, t, poses[t], leg, sunk, report);
  }
  report.mean_deg /= 3.0 * static_cast<double>(legs.size()) * time.frames;
  report.held = static_cast<double>(std::ranges::count(held, 1)) / time.frames;
  return result;
}

namespace {

/// By contacts, and by those that are found then.
Planted plant_twice(Motion motion, const Contacts& contacts, const PlantOptions& options) {
  const Planted first = plant_feet(motion, contacts, options);
  return plant_feet(std::move(motion), contacts_of(first.motion), options);
}

}  // namespace

Planted stand_on_feet(Motion motion, const PlantOptions& options) {
  const Contacts own = contacts_of(motion);
  return plant_twice(std::move(motion), own, options);
}

Planted stand_on_feet(Motion motion, const Contacts& told, const PlantOptions& options) {
  const Planted first = plant_feet(motion, told, options);
  return plant_twice(std::move(motion), contacts_of(first.motion), options);
}

}  // namespace poseaae::footing
