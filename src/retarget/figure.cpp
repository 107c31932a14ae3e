#include "figure.hpp"

#include <Eigen/Geometry>
#include <cmath>
#include <utility>

namespace poseaae::retarget {

using mocap::Quat;
using mocap::Vec3;

namespace {

Vec3 middle_of(const std::vector<LimbPlan>& limbs, const std::vector<Vec3>& at) {
  Vec3 sum = Vec3::Zero();
  for (const LimbPlan& limb : limbs) sum += at[limb.upper];
  return sum / static_cast<double>(limbs.size());
}

/// From the hips to the shoulders, or to the head; from the feet to the hips without a trunk.
Vec3 rise_of(const BodyPlan& plan, const std::vector<Vec3>& at) {
  const Vec3 low = plan.legs.empty() ? at[plan.anatomy.pelvis] : middle_of(plan.legs, at);
  if (!plan.arms.empty()) {
    const Vec3 rise = middle_of(plan.arms, at) - low;
    if (rise.norm() > 0.01) return rise;
  }
  if (plan.head != mocap::Anatomy::kNone) return at[plan.head] - low;
  return Vec3::UnitY();
}

Vec3 nearest_axis(const Vec3& v) {
  Eigen::Index longest = 0;
  v.cwiseAbs().maxCoeff(&longest);
  return (v[longest] < 0.0 ? -1.0 : 1.0) * Vec3::Unit(longest);
}

Eigen::Matrix3d axes_of(const BodyPlan& plan, const std::vector<Vec3>& at) {
  constexpr double kNear = 0.906;  // cosine of 25 degrees
  Vec3 up = rise_of(plan, at).stableNormalized();
  if (up.isZero()) up = Vec3::UnitY();
  if (const Vec3 axis = nearest_axis(up); axis.dot(up) > kNear) up = axis;
  Vec3 left = Vec3::Zero();
  for (const auto* limbs : {&plan.legs, &plan.arms}) {
    if (limbs->size() == 2) left += at[limbs->front().upper] - at[limbs->back().upper];
  }
  left -= left.dot(up) * up;
  if (left.norm() < 1e-4) left = (std::abs(up.x()) < 0.9 ? Vec3::UnitX() : Vec3::UnitY());
  left = (left - left.dot(up) * up).normalized();
  Eigen::Matrix3d axes;
  axes << left, up, left.cross(up);
  return axes;
}

}  // namespace

Vec3 Figure::end_of(int joint) const {
  Vec3 farthest = Vec3::Zero();
  for (const auto& site : skeleton.end_sites()) {
    if (site.parent == joint && site.offset.norm() > farthest.norm()) farthest = site.offset;
  }
  return pose[joint] * farthest;
}

Figure figure_of(const mocap::Skeleton& skeleton, BodyPlan plan, std::vector<Quat> pose) {
  std::vector<Vec3> at(static_cast<std::size_t>(skeleton.joints()), Vec3::Zero());
  for (int j = 1; j < skeleton.joints(); ++j) {
    const int up = skeleton.parent(j);
    at[j] = at[up] + pose[up] * skeleton.offset(j);
  }
  const Eigen::Matrix3d axes = axes_of(plan, at);
  return {skeleton, std::move(plan), std::move(pose), std::move(at), axes};
}

}  // namespace poseaae::retarget
