#include "poseaae/footing/root_path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/standing.hpp"
#include "poseaae/math/heading.hpp"
#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/lowest_point.hpp"
#include "poseaae/mocap/mirror.hpp"

namespace poseaae::footing {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;

double continued(double angle, double near) {
  return near + std::remainder(angle - near, 2.0 * std::numbers::pi);
}

std::pair<double, double> turned(double x, double z, double angle) {
  const auto [along_x, along_z] =
      math::Heading<double>{std::cos(angle), std::sin(angle)}.turn(x, z);
  return {along_x, along_z};
}

Step step_between(const Place& a, const Place& b) {
  const auto [x, z] = turned(b.x - a.x, b.z - a.z, -0.5 * (a.heading + b.heading));
  return {x, z, b.heading - a.heading};
}

Place moved(const Place& from, const Step& step) {
  const auto [x, z] = turned(step.sideways, step.forwards, from.heading + 0.5 * step.turn);
  return {from.x + x, from.z + z, from.heading + step.turn};
}

Place place_of(const RootPath& root, Eigen::Index t) {
  return {root.origin.x() + root.rows(t, RootPath::kX),
          root.origin.z() + root.rows(t, RootPath::kZ), root.rows(t, RootPath::kHeading)};
}

void set_place(RootPath& root, Eigen::Index t, const Place& place) {
  root.rows(t, RootPath::kX) = static_cast<float>(place.x - root.origin.x());
  root.rows(t, RootPath::kZ) = static_cast<float>(place.z - root.origin.z());
  root.rows(t, RootPath::kHeading) = static_cast<float>(place.heading);
}

Step step_of(const RootPath& root, Eigen::Index t) {
  return step_between(place_of(root, t), place_of(root, t + 1));
}

Quat lean_of(const Batch& rows, Eigen::Index t) {
  const auto q = math::load_wxyz(&rows(t, RootPath::kLean)).cast<double>();
  return q.norm() > 0.0 ? q.normalized() : Quat::Identity();
}

void set_lean(Batch& rows, Eigen::Index t, const Quat& lean) {
  math::store_wxyz<float>(lean.cast<float>(), &rows(t, RootPath::kLean));
}

namespace {

Quat about_vertical(double angle) { return Quat(Eigen::AngleAxisd(angle, Vec3::UnitY())); }

/// Headings (T) of a body with these world rotations; `standing` is the one in which it stands and
/// faces +Z.
std::vector<double> headings_of(const std::vector<Quat>& rotations, const Quat& standing) {
  constexpr double kFaces = 0.5;  // cos of half of 120 degrees
  std::vector<double> headings;
  int known = -1;  // the last frame in which the body faces somewhere
  for (const Quat& rotation : rotations) {
    const Quat q = rotation * standing.conjugate();
    const auto t = static_cast<int>(headings.size());
    const double before = known < 0 ? 0.0 : headings[known];
    const bool faces = std::hypot(q.w(), q.y()) >= kFaces;
    headings.push_back(faces ? continued(2.0 * std::atan2(q.y(), q.w()), before) : before);
    if (!faces) continue;
    const double start = known < 0 ? headings[t] : before;
    for (int i = known + 1; i < t; ++i) {
      headings[i] = start + (headings[t] - start) * (i - known) / (t - known);
    }
    known = t;
  }
  return headings;
}

/// How a body is held in one frame.
struct Stance {
  Vec3 position;
  Quat rotation;
  double reach;
};

Stance stance(const Motion& motion, int frame, int body) {
  const mocap::WorldPose pose = mocap::forward_kinematics(motion, frame);
  const Vec3& position = pose.positions[body];
  return {position, pose.rotations[body],
          mocap::lowest_point(motion.skeleton(), pose, body, Vec3::UnitY()) - position.y()};
}

/// True where the body, or a joint on the way to it, moves by a translation track.
bool moves_by_track(const Motion& motion, int body) {
  for (int joint = body; joint > 0; joint = motion.skeleton().parent(joint)) {
    if (motion.translations().contains(joint)) return true;
  }
  return false;
}

/// The joint whose way is that of the body: mocap::body_of(), or the pelvis where it moves by a
/// track below a root that turns too.
int travelling_joint(const Motion& motion) {
  const int body = mocap::body_of(motion);
  const int pelvis = mocap::anatomy_of(motion.skeleton()).pelvis;
  return pelvis > body && moves_by_track(motion, pelvis) ? pelvis : body;
}

/// RootPath::still_root of a body that moves by a track.
Vec3 root_below(const Motion& motion) {
  Vec3 root = motion.root_position(0);
  for (int t = 1; t < motion.frames(); ++t) {
    if (motion.root_position(t).isApprox(motion.root_position(0))) continue;
    root.x() = root.z() = std::numeric_limits<double>::quiet_NaN();
    break;
  }
  return root;
}

/// Turns the body in the world by `turn`: with all that hangs from the root, or by itself.
void turn_body(Motion& motion, int frame, const RootPath& root, const Quat& turn) {
  if (!root.still_root || root.body == 0) {
    motion.set_rotation(frame, 0, turn * motion.rotation(frame, 0));
    return;
  }
  const mocap::WorldPose pose = mocap::forward_kinematics(motion, frame);
  const Quat& parent = pose.rotations[motion.skeleton().parent(root.body)];
  motion.set_rotation(frame, root.body, parent.conjugate() * turn * pose.rotations[root.body]);
}

/// Moves the body to these places (T), with its root or by a track.
void place_body(Motion& motion, const RootPath& root, const std::vector<Vec3>& places) {
  const bool by_track = root.still_root && root.body != 0;
  motion.remove_translation(root.body);
  std::vector<Vec3> track;
  for (int t = 0; t < motion.frames(); ++t) {
    if (by_track) {
      const Vec3& still = *root.still_root;
      motion.set_root_position(t, {std::isnan(still.x()) ? places[t].x() : still.x(), still.y(),
                                   std::isnan(still.z()) ? places[t].z() : still.z()});
    }
    const mocap::WorldPose pose = mocap::forward_kinematics(motion, t);
    if (by_track) {
      const int parent = motion.skeleton().parent(root.body);
      track.push_back(pose.rotations[parent].conjugate() * (places[t] - pose.positions[parent]));
    } else {
      motion.set_root_position(t, motion.root_position(t) + places[t] - pose.positions[root.body]);
    }
  }
  if (by_track) motion.set_translation(root.body, std::move(track));
}

}  // namespace

RootPath RootPath::with(const std::function<Batch(const Batch&)>& change) const {
  RootPath result{body, still_root, origin, change(rows)};
  for (Eigen::Index t = 0; t < result.rows.rows(); ++t) {
    set_lean(result.rows, t, lean_of(result.rows, t));
  }
  return result;
}

RootPath root_path_of(const Motion& motion) {
  return root_path_of(motion, travelling_joint(motion));
}

RootPath root_path_of(const Motion& motion, int body) {
  RootPath root;
  root.body = body;
  root.rows.resize(motion.frames(), RootPath::kColumns);
  if (motion.frames() == 0) return root;
  if (moves_by_track(motion, root.body)) root.still_root = root_below(motion);
  std::vector<Stance> stances;
  std::vector<Quat> rotations;
  for (int t = 0; t < motion.frames(); ++t) {
    stances.push_back(stance(motion, t, root.body));
    rotations.push_back(stances.back().rotation);
  }
  const auto headings = headings_of(rotations, mocap::upright(motion.skeleton(), root.body));
  root.origin = {stances.front().position.x(), 0.0, stances.front().position.z()};
  Quat before = Quat::Identity();
  for (int t = 0; t < motion.frames(); ++t) {
    set_place(root, t, {stances[t].position.x(), stances[t].position.z(), headings[t]});
    root.rows(t, RootPath::kHeight) = static_cast<float>(stances[t].position.y());
    root.rows(t, RootPath::kReach) = static_cast<float>(stances[t].reach);
    before = math::same_hemisphere(about_vertical(-headings[t]) * stances[t].rotation, before);
    set_lean(root.rows, t, before);
  }
  return root;
}

Motion begun_as(Motion motion, const Motion& other, int body) {
  if (motion.frames() == 0 || other.frames() == 0) return motion;
  const RootPath from = root_path_of(motion.slice(0, 1), body);
  const RootPath to = root_path_of(other.slice(0, 1), body);
  const Place start = place_of(from, 0);
  const Place goal = place_of(to, 0);
  const Quat turn = about_vertical(goal.heading - start.heading);
  const Vec3 first(start.x, 0.0, start.z);
  const Vec3 second(goal.x, contacts_of(other).floor_m, goal.z);
  for (int t = 0; t < motion.frames(); ++t) {
    motion.set_rotation(t, 0, turn * motion.rotation(t, 0));
    motion.set_root_position(t, second + turn * (motion.root_position(t) - first));
  }
  return motion;
}

Motion carry(Motion motion, const RootPath& root, const CarryOptions& options) {
  if (motion.frames() != root.frames() || root.body >= motion.joints()) {
    throw UsageError(fmt::format(
        "root path: expected {} frames and a body among {} joints, found {} and joint {}",
        motion.frames(), motion.joints(), root.frames(), root.body));
  }
  std::vector<double> farther;  // that the clip reaches down than this motion
  for (int t = 0; t < motion.frames(); ++t) {
    const Quat wanted = about_vertical(root.rows(t, RootPath::kHeading)) * lean_of(root.rows, t);
    const Quat turn = wanted * stance(motion, t, root.body).rotation.conjugate();
    turn_body(motion, t, root, options.lean ? turn : math::twist_about(turn, Vec3::UnitY()));
    farther.push_back(root.rows(t, RootPath::kReach) - stance(motion, t, root.body).reach);
  }
  const auto raised = calmed(farther, motion.fps(), options.loops);
  std::vector<Vec3> places;
  for (int t = 0; t < motion.frames(); ++t) {
    const Place place = place_of(root, t);
    places.emplace_back(place.x, root.rows(t, RootPath::kHeight) + raised[t], place.z);
  }
  place_body(motion, root, places);
  return motion;
}

}  // namespace poseaae::footing
