#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/mocap/mirror.hpp"

namespace poseaae::mocap {

namespace {

/// The axis along which v is longest, with its sign.
Vec3 nearest_axis(const Vec3& v) {
  Eigen::Index longest = 0;
  v.cwiseAbs().maxCoeff(&longest);
  Vec3 axis = Vec3::Zero();
  axis[longest] = v[longest] < 0.0 ? -1.0 : 1.0;
  return axis;
}

}  // namespace

Quat upright(const Skeleton& skeleton, int joint) {
  Vec3 across = Vec3::Zero();
  Vec3 sides = Vec3::Zero();
  Vec3 middle = Vec3::Zero();
  int side_count = 0;
  int middle_count = 0;
  const Anatomy anatomy = anatomy_of(skeleton);
  for (const int child : skeleton.children(joint)) {
    if (anatomy.partner[child] == child) {
      middle += skeleton.offset(child);
      ++middle_count;
    } else if (anatomy.partner[child] != Anatomy::kNone) {
      across += (anatomy.side[child] == Side::kLeft ? 1.0 : -1.0) * skeleton.offset(child);
      sides += skeleton.offset(child);
      ++side_count;
    }
  }
  constexpr double kTells = 0.01;  // metres
  if (side_count < 2 || middle_count == 0 || across.norm() < kTells) return Quat::Identity();
  const Vec3 left = nearest_axis(across);
  Vec3 rise = middle / middle_count - sides / side_count;
  rise -= rise.dot(left) * left;
  if (rise.norm() < kTells) return Quat::Identity();
  const Vec3 up = nearest_axis(rise);
  Eigen::Matrix3d rotation;  // left -> X, up -> Y
  rotation << left.transpose(), up.transpose(), left.cross(up).transpose();
  return Quat(rotation);
}

}  // namespace poseaae::mocap
