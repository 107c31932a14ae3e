#include <algorithm>

#include "poseaae/mocap/edit.hpp"

namespace poseaae::mocap {

namespace {

constexpr double kStillAngle = 1e-4;  // radians, as static_joints()
constexpr double kNowhere = 1e-9;     // metres

/// Over the clip; a single frame counts as turned when it is not the rest pose, none as at rest.
bool turns(const Motion& motion, int joint) {
  if (motion.frames() == 0) return false;
  const Quat still = motion.frames() == 1 ? Quat::Identity() : motion.rotation(0, joint);
  for (int t = 0; t < motion.frames(); ++t) {
    if (math::angle_between(still, motion.rotation(t, joint)) > kStillAngle) return true;
  }
  return false;
}

/// The joints above `body`.
std::vector<bool> places_above(const Skeleton& skeleton, int body) {
  std::vector<bool> place(skeleton.names().size(), false);
  for (int j = skeleton.parent(body); j >= 0; j = skeleton.parent(j)) place[j] = true;
  return place;
}

/// The same skeleton with what hangs from a place at that place.
Skeleton without_ways(const Skeleton& skeleton, const std::vector<bool>& place) {
  std::vector<Vec3> offsets = skeleton.offsets();
  for (int j = 1; j < skeleton.joints(); ++j) {
    if (place[skeleton.parent(j)]) offsets[j] = Vec3::Zero();
  }
  return {skeleton.names(), skeleton.parents(), std::move(offsets), skeleton.end_sites()};
}

/// a b, and b as it is, bit for bit, where a is no rotation.
Quat after(const Quat& a, const Quat& b) {
  return a.coeffs() == Quat::Identity().coeffs() ? b : Quat(a * b);
}

}  // namespace

int body_of(const Motion& motion) {
  return body_joint(motion.skeleton(), [&](int joint) { return turns(motion, joint); });
}

Motion settle_places(Motion motion) {
  const Skeleton& skeleton = motion.skeleton();
  const int body = motion.frames() > 0 ? body_of(motion) : 0;
  if (body == 0) return motion;
  const std::vector<bool> place = places_above(skeleton, body);
  Motion settled(without_ways(skeleton, place), motion.fps(), motion.frames());
  std::ranges::copy(motion.rotations(), settled.rotations().begin());
  std::ranges::copy(motion.root_positions(), settled.root_positions().begin());
  std::map<int, std::vector<Vec3>> tracks;
  std::map<int, std::vector<Quat>> frames;  // of places, in the world
  for (int j = 0; j < motion.joints(); ++j) {
    const bool hangs = j > 0 && place[skeleton.parent(j)];
    if (!hangs && !place[j]) continue;
    for (int t = 0; t < motion.frames(); ++t) {
      const Quat above = hangs ? frames[skeleton.parent(j)][t] : Quat::Identity();
      const Quat turned = after(above, motion.rotation(t, j));
      if (place[j]) frames[j].push_back(turned);
      settled.set_rotation(t, j, place[j] ? Quat::Identity() : turned);
      if (hangs) tracks[j].push_back(above * motion.local_position(t, j));
    }
  }
  for (const auto& [joint, track] : motion.translations()) tracks.try_emplace(joint, track);
  for (auto& [joint, track] : tracks) {
    const auto there = [](const Vec3& l) { return l.norm() < kNowhere; };
    const bool settles = place[skeleton.parent(joint)] && std::ranges::all_of(track, there);
    if (!settles) settled.set_translation(joint, std::move(track));
  }
  return settled;
}

}  // namespace poseaae::mocap
