#include "body_components.hpp"

#include <algorithm>
#include <cmath>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/kernels/table.hpp"
#include "poseaae/math/symmetric_eigen.hpp"
#include "poseaae/mocap/kinematic_chain.hpp"

namespace poseaae::training {

namespace {

using kernels::kLanes;
using mocap::RowShape;

/// At most so many poses for G.
constexpr Eigen::Index kEnough = 1024;

/// The metric of a frame's features (S', S'): G, and the squares of the weights of the others.
Eigen::MatrixXd frame_metric(const codec::PoseFormat& format, int body, const Batch& rows) {
  constexpr double kAxis_m = 0.25;  // from the vertical axis of the body to a joint, on average
  constexpr double kContact_m = 0.05;
  const RowShape& shape = format.shape();
  const Batch poses = format.poses_of(rows);
  const Eigen::MatrixXd rotations = position_metric(format, body, poses);
  const Eigen::Index count = rotations.rows();
  Eigen::VectorXd weights = Eigen::VectorXd::Constant(count + shape.extras(), kContact_m);
  if (shape.travels) {
    const double lever = shape.frames / (shape.fps * std::sqrt(12.0));
    weights.segment(count, RowShape::kRootNumbers) << lever, lever, kAxis_m * lever, 1.0;
  }
  Eigen::MatrixXd metric = weights.cwiseAbs2().asDiagonal();
  metric.topLeftCorner(count, count) = rotations;
  return metric;
}

/// Each frame of the rows of a matrix (N, F) times `factor` (S', S').
template <typename Matrix>
Matrix by_frame(const Matrix& rows, const Matrix& factor) {
  Matrix result(rows.rows(), rows.cols());
  const Eigen::Index width = factor.rows();
  for (Eigen::Index first = 0; first < rows.cols(); first += width) {
    result.middleCols(first, width).noalias() = rows.middleCols(first, width) * factor;
  }
  return result;
}

}  // namespace

Eigen::MatrixXd position_metric(const codec::PoseFormat& format, int body, const Batch& poses) {
  const auto& kernel = kernels::table<float>();
  const codec::PoseFormat single(format.skeleton(), format.form(), format.reference());
  const mocap::KinematicChain<float> bones(format.skeleton(), 1.0, body);
  const Eigen::Index count = std::min<Eigen::Index>(poses.rows(), kEnough);
  const auto joints = static_cast<std::size_t>(format.skeleton().joints());
  const auto width = static_cast<std::size_t>(single.features());
  Batch some(count, poses.cols());
  for (Eigen::Index i = 0; i < count; ++i) some.row(i) = poses.row(i * poses.rows() / count);
  const Batch features = single.features_of(std::move(some));

  kernels::Buffer<float> pose(width * kLanes);
  kernels::Buffer<float> by_position(3 * joints * kLanes);
  kernels::Buffer<float> scratch(kernels::pose_loss_scratch(joints));
  Batch slopes(static_cast<Eigen::Index>(3 * joints), static_cast<Eigen::Index>(width * kLanes));
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(single.features(), single.features());
  for (std::size_t first = 0; first < static_cast<std::size_t>(count); first += kLanes) {
    const std::size_t lanes = std::min(kLanes, static_cast<std::size_t>(count) - first);
    kernel.to_panels(features.data() + first * width, nullptr, width, lanes, width, pose.data());
    for (std::size_t k = 0; k < 3 * joints; ++k) {
      std::fill(by_position.begin(), by_position.end(), 0.0F);
      std::fill_n(by_position.data() + k * kLanes, kLanes, 1.0F);
      kernel.positions_backward(bones.chain(), format.form(), lanes, pose.data(),
                                by_position.data(), scratch.data(),
                                slopes.row(static_cast<Eigen::Index>(k)).data());
    }
    // (3J, R, lanes): sum over positions and lanes of the products of two features' slopes
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const Eigen::Map<const Batch, 0, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>> jacobian(
          slopes.data() + lane, slopes.rows(), single.features(),
          {slopes.cols(), static_cast<Eigen::Index>(kLanes)});
      const Eigen::MatrixXd wide = jacobian.cast<double>();
      sum.noalias() += wide.transpose() * wide;
    }
  }
  constexpr double kFloor_m = 0.02;
  Eigen::MatrixXd metric = sum / (static_cast<double>(count) * static_cast<double>(joints));
  metric.diagonal().array() += kFloor_m * kFloor_m;
  return metric;
}

metrics::Pca body_components(const codec::PoseFormat& format, int body, const Batch& rows,
                             int dimensions) {
  const math::SymmetricEigen eigen(frame_metric(format, body, rows));
  const Eigen::VectorXd roots = eigen.eigenvalues().cwiseMax(0.0).cwiseSqrt();
  const Eigen::MatrixXd to = eigen.with_eigenvalues(roots);
  const Eigen::MatrixXd from = eigen.with_eigenvalues(roots.cwiseInverse());
  metrics::Pca pca = metrics::Pca::fit_leading(
      by_frame<Batch>(format.features_of(rows), to.cast<float>()), dimensions);
  pca.encode = by_frame<Eigen::MatrixXd>(pca.encode, to);
  pca.decode = by_frame<Eigen::MatrixXd>(pca.decode.transpose(), from).transpose().eval();
  pca.mean = by_frame<Eigen::MatrixXd>(pca.mean.transpose(), from).transpose().eval();
  return pca;
}

}  // namespace poseaae::training
