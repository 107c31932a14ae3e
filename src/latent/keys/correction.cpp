#include "correction.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "course.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "reach.hpp"

namespace poseaae::latent::keys {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;

int body_of(const codec::PoseFormat& format, const Motion& motion) {
  return format.window() ? format.window()->body : footing::root_path_of(motion.slice(0, 1)).body;
}

KeyPose pose_of(const codec::PoseFormat& format, const Key& key) {
  Motion motion(format.skeleton(), 1.0, 1);
  for (int j = 0; j < motion.joints(); ++j) {
    motion.set_rotation(0, j, math::load_wxyz(key.pose.data() + 4 * j).cast<double>());
  }
  const int body = body_of(format, motion);
  // Windows keep the body's rotation in the world there, other joints above it do not count.
  if (format.window()) {
    const Quat lean = motion.rotation(0, body);
    for (int above = format.skeleton().parent(body); above >= 0;
         above = format.skeleton().parent(above)) {
      motion.set_rotation(0, above, Quat::Identity());
    }
    return {std::move(motion), lean};
  }
  const footing::RootPath root = footing::root_path_of(motion, body);
  return {std::move(motion), footing::lean_of(root.rows, 0)};
}

namespace {

Quat about_vertical(double angle) { return Quat(Eigen::AngleAxisd(angle, Vec3::UnitY())); }

/// Gives a joint a rotation in the world.
void set_world_rotation(Motion& motion, int frame, int joint, const Quat& rotation) {
  const int parent = motion.skeleton().parent(joint);
  if (parent < 0) return motion.set_rotation(frame, joint, rotation);
  const mocap::WorldPose pose = mocap::forward_kinematics(motion, frame);
  motion.set_rotation(frame, joint, pose.rotations[parent].conjugate() * rotation);
}

/// The key's frame of a motion, changed to what the key wants.
Motion at_key(const Motion& motion, const codec::PoseFormat& format, const Key& key) {
  Motion moment = motion.slice(key.frame, key.frame + 1);
  const int body = body_of(format, motion);
  if (!key.pose.empty()) {
    const Vec3 place = mocap::forward_kinematics(moment, 0).positions[body];
    const double heading = footing::place_of(footing::root_path_of(moment, body), 0).heading;
    const KeyPose wanted = pose_of(format, key);
    for (int j = 0; j < moment.joints(); ++j) {
      if (j > body) moment.set_rotation(0, j, wanted.motion.rotation(0, j));
    }
    set_world_rotation(moment, 0, body, about_vertical(heading) * wanted.lean);
    const Vec3 moved = mocap::forward_kinematics(moment, 0).positions[body] - place;
    moment.set_root_position(0, moment.root_position(0) - moved);
  }
  if (!key.joints.empty()) reach(moment, body, key.joints, !key.places());
  return moment;
}

/// What a key changes in its frame.
struct Change {
  int frame = 0;
  std::vector<Vec3> turns;  ///< rotation vectors, local
  Vec3 move{0, 0, 0};
};

Change change_of(const Motion& motion, const Motion& moment, int frame) {
  Change change{.frame = frame, .turns = {}};
  for (int j = 0; j < motion.joints(); ++j) {
    change.turns.push_back(
        math::to_rotation_vector(moment.rotation(0, j) * motion.rotation(frame, j).conjugate()));
  }
  change.move = moment.root_position(0) - motion.root_position(frame);
  return change;
}

/// cos^2(pi / 2 u) within the way to where it fades.
double fading(int distance, double reach) {
  const double u = distance / reach;
  if (u >= 1.0) return 0.0;
  const double c = std::cos(0.5 * std::numbers::pi * u);
  return c * c;
}

/// Weights of each change in a frame: those of its neighbours, as far as they reach.
std::vector<double> weights_at(int frame, const std::vector<Change>& changes, double reach) {
  std::vector<double> weights(changes.size(), 0.0);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const int distance = std::abs(frame - changes[i].frame);
    const bool before = frame < changes[i].frame;
    double end = reach;
    if (before && i > 0) end = std::min<double>(end, changes[i].frame - changes[i - 1].frame);
    if (!before && i + 1 < changes.size()) {
      end = std::min<double>(end, changes[i + 1].frame - changes[i].frame);
    }
    weights[i] = fading(distance, end);
  }
  return weights;
}

}  // namespace

Motion with_places(Motion motion, int body, const std::vector<Key>& keys) {
  const footing::RootPath root = footing::root_path_of(motion, body);
  using Values = std::vector<std::pair<int, double>>;
  Values x;
  Values y;
  Values z;
  Values turns;
  for (const Key& key : keys) {
    const footing::Place place = footing::place_of(root, key.frame);
    const double height = root.rows(key.frame, footing::RootPath::kHeight);
    if (key.x) x.emplace_back(key.frame, *key.x - place.x);
    if (key.z) z.emplace_back(key.frame, *key.z - place.z);
    if (key.height) y.emplace_back(key.frame, *key.height - height);
    if (!key.heading) continue;
    const double before = turns.empty() ? 0.0 : turns.back().second;
    turns.emplace_back(key.frame, footing::continued(*key.heading - place.heading, before));
  }
  const int frames = motion.frames();
  const auto by_x = course(x, frames);
  const auto by_y = course(y, frames);
  const auto by_z = course(z, frames);
  const auto by_turn = course(turns, frames);
  for (int t = 0; t < frames; ++t) {
    const Quat turn = about_vertical(by_turn[t]);
    const Vec3 pivot = mocap::forward_kinematics(motion, t).positions[body];
    motion.set_root_position(
        t, pivot + turn * (motion.root_position(t) - pivot) + Vec3(by_x[t], by_y[t], by_z[t]));
    motion.set_rotation(t, 0, turn * motion.rotation(t, 0));
  }
  return motion;
}

Motion with_poses(Motion motion, const codec::PoseFormat& format, const std::vector<Key>& keys,
                  double fade_s) {
  std::vector<Change> changes;
  for (const Key& key : keys) {
    if (key.pose.empty() && key.joints.empty()) continue;
    changes.push_back(change_of(motion, at_key(motion, format, key), key.frame));
  }
  const double reach = std::max(1.0, fade_s * motion.fps());
  for (int t = 0; t < motion.frames(); ++t) {
    const std::vector<double> weights = weights_at(t, changes, reach);
    if (std::ranges::all_of(weights, [](double weight) { return weight == 0.0; })) continue;
    for (int j = 0; j < motion.joints(); ++j) {
      Vec3 turn = Vec3::Zero();
      for (std::size_t i = 0; i < changes.size(); ++i) turn += weights[i] * changes[i].turns[j];
      motion.set_rotation(t, j, math::from_rotation_vector(turn) * motion.rotation(t, j));
    }
    Vec3 move = Vec3::Zero();
    for (std::size_t i = 0; i < changes.size(); ++i) move += weights[i] * changes[i].move;
    motion.set_root_position(t, motion.root_position(t) + move);
  }
  return motion;
}

}  // namespace poseaae::latent::keys
