#include "footing/soles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

#include "footing/mass.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::footing {

using mocap::Motion;
using mocap::Quat;
using mocap::Skeleton;
using mocap::Vec3;
using mocap::WorldPose;

namespace {

/// Per joint: the foot whose ankle it is or hangs from, -1 for none.
std::vector<int> foot_of_joints(const Skeleton& skeleton, const std::vector<Foot>& feet) {
  std::vector<int> owner(static_cast<std::size_t>(skeleton.joints()), -1);
  for (int j = 0; j < skeleton.joints(); ++j) {
    if (j > 0) owner[j] = owner[skeleton.parent(j)];
    for (std::size_t f = 0; f < feet.size(); ++f) {
      if (feet[f].ankle == j) owner[j] = static_cast<int>(f);
    }
  }
  return owner;
}

Eigen::Vector2d from_above(const Vec3& place) { return {place.x(), place.z()}; }

/// About the vertical, radians.
double turn_of(const Quat& q) {
  return std::remainder(2.0 * std::atan2(q.y(), q.w()), 2.0 * std::numbers::pi);
}

}  // namespace

Soles::Soles(const Motion& motion) : frames_(motion.frames()) {
  const std::vector<Foot> feet = feet_of(motion.skeleton());
  double legs = 0.0;
  for (std::size_t f = 0; f < feet.size(); ++f) {
    for (std::size_t i = 0; i < feet[f].sole.size(); ++i) foot_.push_back(static_cast<int>(f));
    legs += leg_length(motion.skeleton(), feet[f]) / static_cast<double>(feet.size());
  }
  constexpr double kGrown_m = 0.8;
  if (legs > 0.0) scale_ = legs / kGrown_m;
  if (!feet.empty()) read(motion, feet);
}

void Soles::read(const Motion& motion, const std::vector<Foot>& feet) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  const Skeleton& skeleton = motion.skeleton();
  const std::vector<int> owner = foot_of_joints(skeleton, feet);
  const Mass mass(skeleton);
  std::vector<std::vector<double>> foot_lowest;
  std::optional<WorldPose> before;
  for (int t = 0; t < frames_; ++t) {
    const WorldPose pose = mocap::forward_kinematics(motion, t);
    const std::vector<Vec3> tips = mocap::end_site_positions(skeleton, pose);
    for (const Foot& foot : feet) {
      for (const SolePoint& point : foot.sole) {
        poses_.push_back({position_of(point, pose), pose.rotations[foot.ankle]});
      }
    }
    std::vector<double> low(feet.size(), kFar);
    Vec3 rest(0, kFar, 0);
    int rest_place = 0;
    auto& others = others_.emplace_back();
    const auto look = [&](const Vec3& place, int foot) {
      if (foot >= 0) {
        low[foot] = std::min(low[foot], place.y());
      } else if (others.push_back(place); place.y() < rest.y()) {
        rest = place;
        rest_place = static_cast<int>(others.size()) - 1;
      }
    };
    for (int j = 0; j < skeleton.joints(); ++j) look(pose.positions[j], owner[j]);
    for (std::size_t i = 0; i < tips.size(); ++i) {
      look(tips[i], owner[skeleton.end_sites()[i].parent]);
    }
    rest_.push_back(rest);
    rest_place_.push_back(rest_place);
    foot_lowest.push_back(std::move(low));
    centre_.push_back(mass.centre(pose));
    if (before) spin_.push_back(mass.turn(*before, pose));
    before = pose;
  }
  find_radii(foot_lowest);
  for (int t = 0; t < frames_; ++t) {
    double lowest = std::min(std::ranges::min(foot_lowest[t]), rest_[t].y());
    for (int i = 0; i < points(); ++i) lowest = std::min(lowest, height(t, i));
    lowest_.push_back(lowest);
  }
}

/// The lower third of the heights of the point above its foot's lowest, of frames in which that is
/// the lowest of the body to 2 cm: soles are flat then, neither on the heel nor on the toes.
void Soles::find_radii(const std::vector<std::vector<double>>& foot_lowest) {
  const double near = 0.02 * scale_;
  for (int i = 0; i < points(); ++i) {
    std::vector<double> above;
    for (const bool any : {false, true}) {
      for (int t = 0; t < frames_ && (!any || above.empty()); ++t) {
        const double low = foot_lowest[t][foot_[i]];
        const double lowest = std::min(std::ranges::min(foot_lowest[t]), rest_[t].y());
        if (any || low < lowest + near) above.push_back(at(t, i).place.y() - low);
      }
    }
    const auto third = above.begin() + static_cast<std::ptrdiff_t>(above.size() / 3);
    if (!above.empty()) std::ranges::nth_element(above, third);
    radius_.push_back(above.empty() ? 0.0 : *third);
  }
}

Soles::Move Soles::move(int from, int to, int point) const {
  const Pose& a = at(from, point);
  const Pose& b = at(to, point);
  const Quat turn = b.rotation * a.rotation.conjugate();
  const Vec3 spin = math::to_rotation_vector(turn);
  const Vec3 roll = spin.cross(-(radius_[point] + thickness_) * Vec3::UnitY());
  return {from_above(a.place), from_above(b.place + roll), turn_of(turn),
          std::hypot(spin.x(), spin.z())};
}

Soles::Move Soles::rest_move(int from, int to) const {
  const int place = rest_place_[from];
  return {from_above(others_[from][place]), from_above(others_[to][place]), 0.0};
}

}  // namespace poseaae::footing
