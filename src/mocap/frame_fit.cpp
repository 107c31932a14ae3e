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

/// n of least n' (sum here there') n: the bones differ most along it.
FrameMirror fitted_plane(const BonePairs& bones) {
  Eigen::Matrix3d sum = Eigen::Matrix3d::Zero();
  for (std::size_t i = 0; i < bones.here.size(); ++i) {
    sum += bones.here[i] * bones.there[i].transpose();
  }
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
  constexpr double kSmallest = 1e-6;
  sum += kSmallest * lengths * Eigen::Matrix3d::Identity();
  const Eigen::JacobiSVD<Eigen::Matrix3d> svd(sum, Eigen::ComputeFullU | Eigen::ComputeFullV);
  Eigen::Matrix3d turn = svd.matrixU() * svd.matrixV().transpose();
  if (turn.determinant() < 0.0) {
    Eigen::Matrix3d u = svd.matrixU();
    u.col(2) = -u.col(2);
    turn = u * svd.matrixV().transpose();
  }
  return FrameMirror(turn * -near.turn().toRotationMatrix());
}

}  // namespace

std::optional<FrameMirror> fit(const FrameMirror& near, const BonePairs& bones, bool in_middle) {
  if (!in_middle) return turned_to_fit(near, bones);
  constexpr std::size_t kAgree = 3;
  if (bones.here.size() < kAgree) return std::nullopt;
  return fitted_plane(bones);
}

}  // namespace poseaae::mocap
