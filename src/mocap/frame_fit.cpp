#include "frame_fit.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/SVD>
#include <algorithm>

namespace poseaae::mocap {

double misfit(const FrameMirror& frame, const BonePairs& bones) {
  double sum = 0.0;
  for (std::size_t i = 0; i < bones.here.size(); ++i) {
    sum += (frame(bones.there[i]) - bones.here[i]).squaredNorm();
  }
  return sum;
}

double worst_direction(const FrameMirror& frame, const BonePairs& bones, double shortest) {
  double worst = 0.0;
  for (std::size_t i = 0; i < bones.here.size(); ++i) {
    const Vec3& here = bones.here[i];
    const Vec3& there = bones.there[i];
    if (std::min(here.norm(), there.norm()) < shortest) continue;
    worst = std::max(worst, (frame(there.normalized()) - here.normalized()).norm());
  }
  return worst;
}

namespace {

constexpr double kTie = 1e-6;  // decides between frames that fit the bones as well

/// n of least n' (sum here there') n: the bones differ most along it.
FrameMirror fitted_plane(const FrameMirror& near, const BonePairs& bones) {
  const Vec3 normal = near.turn().vec();
  Eigen::Matrix3d sum = Eigen::Matrix3d::Zero();
  double lengths = 0.0;
  for (std::size_t i = 0; i < bones.here.size(); ++i) {
    sum += bones.here[i] * bones.there[i].transpose();
    lengths += bones.here[i].norm() * bones.there[i].norm();
  }
  sum -= 0.5 * kTie * lengths * normal * normal.transpose();
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(sum + sum.transpose());
  return FrameMirror::across(solver.eigenvectors().col(0));
}

/// D S with the rotation D of least misfit (Kabsch 1976), the smallest of those that are as good.
FrameMirror turned_to_fit(const FrameMirror& near, const BonePairs& bones) {
  Eigen::Matrix3d sum = Eigen::Matrix3d::Zero();
  double lengths = 0.0;
  for (std::size_t i = 0; i < bones.here.size(); ++i) {
    sum += bones.here[i] * near(bones.there[i]).transpose();
    lengths += bones.here[i].norm() * bones.there[i].norm();
  }
  sum += kTie * lengths * Eigen::Matrix3d::Identity();
  const Eigen::JacobiSVD<Eigen::Matrix3d> svd(sum, Eigen::ComputeFullU | Eigen::ComputeFullV);
  Eigen::Matrix3d u = svd.matrixU();
  if ((u * svd.matrixV().transpose()).determinant() < 0.0) u.col(2) = -u.col(2);
  const Eigen::Matrix3d turn = u * svd.matrixV().transpose();
  return FrameMirror(Quat(turn) * near.turn());
}

}  // namespace

std::optional<FrameMirror> fit(const FrameMirror& near, const BonePairs& bones, bool in_middle) {
  if (!in_middle) return turned_to_fit(near, bones);
  const std::size_t count = bones.here.size();
  if (count == 0 || (count == 2 && bones.here[0] == bones.there[1])) return std::nullopt;
  return fitted_plane(near, bones);
}

}  // namespace poseaae::mocap
