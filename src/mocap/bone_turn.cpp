#include "poseaae/mocap/bone_turn.hpp"

#include <Eigen/SVD>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace poseaae::mocap {

using math::Quat;
using math::Vec3;

double angle_between_bones(const Vec3& a, const Vec3& b) {
  return std::atan2(a.cross(b).norm(), a.dot(b));
}

bool along_one_line(const std::vector<BonePair>& bones) {
  for (const BonePair& bone : bones) {
    const double here = angle_between_bones(bones.front().here, bone.here);
    const double there = angle_between_bones(bones.front().there, bone.there);
    constexpr double kParallel = 2.0 * std::numbers::pi / 180.0;
    if (std::min(here, std::numbers::pi - here) > kParallel &&
        std::min(there, std::numbers::pi - there) > kParallel) {
      return false;
    }
  }
  return true;
}

Quat best_turn(const std::vector<BonePair>& bones) {
  if (bones.empty()) return Quat::Identity();
  if (along_one_line(bones)) return math::rotation_between(bones[0].here, bones[0].there);
  Eigen::Matrix3d sum = Eigen::Matrix3d::Zero();
  for (const BonePair& bone : bones) sum += bone.there * bone.here.transpose();
  const Eigen::JacobiSVD<Eigen::Matrix3d> svd(sum, Eigen::ComputeFullU | Eigen::ComputeFullV);
  const double handed = (svd.matrixU() * svd.matrixV().transpose()).determinant();
  return Quat(svd.matrixU() * Vec3(1.0, 1.0, handed < 0.0 ? -1.0 : 1.0).asDiagonal() *
              svd.matrixV().transpose());
}

}  // namespace poseaae::mocap
