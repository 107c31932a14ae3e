#include "poseaae/latent/keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "correction.hpp"
#include "course.hpp"
#include "minimise.hpp"
#include "objective.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/footing/standing.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "start.hpp"

namespace poseaae::latent {

using mocap::Motion;
using mocap::Vec3;

void KeyOptions::validate() const {
  if (sigma_m > 0.0 && agreement > 0.0 && acceleration > 0.0 && iterations >= 0 && fade_s >= 0.0) {
    return;
  }
  throw UsageError(fmt::format(
      "keys: expected positive deviations and no negative number of iterations or time, found "
      "sigma {} m, agreement {}, acceleration {}, {} iterations, fade {} s",
      sigma_m, agreement, acceleration, iterations, fade_s));
}

namespace {

void check(const codec::PoseAutoencoder& model, const std::vector<Key>& keys, int frames) {
  if (keys.empty()) throw UsageError("keys: expected at least one, found none");
  const auto joints = model.skeleton().joints();
  int before = -1;
  for (const Key& key : keys) {
    if (key.frame < 0 || key.frame >= frames) {
      throw UsageError(
          fmt::format("keys: expected frames from 0 to {}, found {}", frames - 1, key.frame));
    }
    if (key.frame <= before) {
      throw UsageError(
          fmt::format("keys: expected one key a frame, found two of frame {}", before));
    }
    before = key.frame;
    if (!key.pose.empty() && std::ssize(key.pose) != 4 * joints) {
      throw UsageError(fmt::format("keys: frame {}: expected a pose of {} numbers, found {}",
                                   key.frame, 4 * joints, key.pose.size()));
    }
    for (const auto& [joint, place] : key.joints) {
      if (joint >= 0 && joint < joints) continue;
      throw UsageError(fmt::format("keys: frame {}: expected joints from 0 to {}, found {}",
                                   key.frame, joints - 1, joint));
    }
  }
}

/// Moves the variables to the minimum; gives the latents there. At first keys pull weakly, so that
/// the path comes near them where the model likes it best, then as they should.
Batch minimised(const codec::PoseAutoencoder& model, const LatentGaussian& space,
                const std::vector<Key>& given, const std::vector<footing::Place>& way,
                const KeyOptions& options, int points, Eigen::VectorXd& x) {
  constexpr double kWeakly = 10.0;
  KeyOptions weak = options;
  weak.sigma_m *= kWeakly;
  keys::Objective<float> first(model, space, given, way, weak, points);
  (void)keys::minimise(std::ref(first), x, options.iterations / 4);
  keys::Objective<float> objective(model, space, given, way, options, points);
  (void)keys::minimise(std::ref(objective), x, options.iterations);
  return objective.latents(x);
}

/// The motion that frames decode to, where the variables found put it.
Motion placed(const codec::PoseAutoencoder& model, const Batch& frames,
              const footing::Place& start) {
  const codec::PoseFormat& format = model.format();
  Motion motion = mocap::make_continuous(format.motion_of_frames(frames, model.data().fps));
  if (!format.window()) return footing::plant_on_floor(std::move(motion), false);
  const mocap::Quat turn(Eigen::AngleAxisd(start.heading, Vec3::UnitY()));
  for (int t = 0; t < motion.frames(); ++t) {
    motion.set_root_position(t, turn * motion.root_position(t) + Vec3(start.x, 0.0, start.z));
    motion.set_rotation(t, 0, turn * motion.rotation(t, 0));
  }
  return motion;
}

/// Of the positions of two poses, seen from the body and its heading.
double farthest(const Motion& found, const codec::PoseFormat& format, const Key& key, int body) {
  const Motion moment = found.slice(key.frame, key.frame + 1);
  const double heading = footing::place_of(footing::root_path_of(moment, body), 0).heading;
  const mocap::Quat back(Eigen::AngleAxisd(-heading, Vec3::UnitY()));
  const auto pose = mocap::forward_kinematics(moment, 0);
  const keys::KeyPose wanted = keys::pose_of(format, key);
  const auto goal = mocap::forward_kinematics(wanted.motion, 0);
  // The wanted pose turned so that its body leans without a heading.
  const mocap::Quat upright = wanted.lean * goal.rotations[body].conjugate();
  double most = 0.0;
  for (int j = body + 1; j < moment.joints(); ++j) {
    const Vec3 a = back * (pose.positions[j] - pose.positions[body]);
    const Vec3 b = upright * (goal.positions[j] - goal.positions[body]);
    most = std::max(most, (a - b).norm());
  }
  return most;
}

}  // namespace

KeyErrors key_errors(const codec::PoseAutoencoder& model, const Motion& motion,
                     const std::vector<Key>& keys) {
  const codec::PoseFormat& format = model.format();
  const int body = keys::body_of(format, motion);
  KeyErrors errors;
  for (const Key& key : keys) {
    const auto pose = mocap::forward_kinematics(motion, key.frame);
    const Vec3& place = pose.positions[body];
    const Vec3 off(key.x ? *key.x - place.x() : 0.0, key.height ? *key.height - place.y() : 0.0,
                   key.z ? *key.z - place.z() : 0.0);
    errors.root_cm = std::max(errors.root_cm, 100.0 * off.norm());
    if (key.heading) {
      const auto root = footing::root_path_of(motion.slice(key.frame, key.frame + 1), body);
      const double heading = footing::place_of(root, 0).heading;
      const double turn = footing::continued(*key.heading, heading) - heading;
      errors.heading_deg = std::max(errors.heading_deg, std::abs(turn) * 180.0 / std::numbers::pi);
    }
    for (const auto& [joint, wanted] : key.joints) {
      errors.joint_cm = std::max(errors.joint_cm, 100.0 * (pose.positions[joint] - wanted).norm());
    }
    if (!key.pose.empty()) {
      errors.pose_cm = std::max(errors.pose_cm, 100.0 * farthest(motion, format, key, body));
    }
  }
  return errors;
}

Keyed pass_through(const codec::PoseAutoencoder& model, const LatentGaussian& space,
                   const std::vector<Key>& given, int frames, const KeyOptions& options) {
  options.validate();
  std::vector<Key> sorted = given;
  std::ranges::stable_sort(sorted, {}, &Key::frame);
  check(model, sorted, frames);
  const codec::PoseFormat& format = model.format();
  const int points = format.rows_for(frames);
  const auto way = keys::way_of(sorted, format.frames_for(points));
  Eigen::VectorXd x = keys::start_at(model, space, sorted, way, points);
  const Batch latents = minimised(model, space, sorted, way, options, points, x);
  const Batch decoded_frames = format.frames_of_rows(model.decode(latents)).topRows(frames);
  const Eigen::Vector3d start = x.tail<3>();
  Motion motion = placed(model, decoded_frames, {start.x(), start.y(), start.z()});
  const int body = keys::body_of(format, motion);
  // Only windows tell a way; that of poses is the keys' own.
  if (!format.window()) motion = keys::with_places(std::move(motion), body, sorted);
  const KeyErrors decoded = key_errors(model, motion, sorted);
  if (format.window() && options.plant) {
    motion = stand_as_told(model, std::move(motion), decoded_frames).motion;
  }
  motion = keys::with_places(std::move(motion), body, sorted);
  motion =
      mocap::make_continuous(keys::with_poses(std::move(motion), format, sorted, options.fade_s));
  const KeyErrors reached = key_errors(model, motion, sorted);
  return {{latents, model.data().fps / format.hop()}, std::move(motion), decoded, reached};
}

}  // namespace poseaae::latent
