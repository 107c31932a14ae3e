#include "poseaae/training/body_components.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/kernels/table.hpp"
#include "poseaae/math/hann.hpp"
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
  constexpr double kContact_m = 0.01;
  constexpr double kLasting = 0.25;  // of an error of velocity, since some of it is back and forth
  const RowShape& shape = format.shape();
  const Batch poses = format.poses_of(rows);
  const Eigen::MatrixXd rotations = position_metric(format, body, poses);
  const Eigen::Index count = rotations.rows();
  Eigen::VectorXd weights = Eigen::VectorXd::Constant(count + shape.extras(), kContact_m);
  if (shape.travels) {
    const double lever = kLasting * shape.frames / (shape.fps * std::sqrt(12.0));
    weights.segment(count, RowShape::kRootNumbers) << lever, lever, kAxis_m * lever, 1.0;
  }
  Eigen::MatrixXd metric = weights.cwiseAbs2().asDiagonal();
  metric.topLeftCorner(count, count) = rotations;
  return metric;
}

/// Each frame of the rows of a matrix (N, F) times `factor` (S', S'), and its `rotations` first
/// numbers times the root of the frame's weight, or divided by it.
template <typename Matrix>
Matrix by_frame(const Matrix& rows, const Matrix& factor, const std::vector<double>& weights,
                Eigen::Index rotations, double power) {
  Matrix result(rows.rows(), rows.cols());
  const Eigen::Index width = factor.rows();
  for (Eigen::Index first = 0; first < rows.cols(); first += width) {
    result.middleCols(first, width).noalias() = rows.middleCols(first, width) * factor;
    if (weights.empty()) continue;
    const double weight = weights[static_cast<std::size_t>(first / width)];
    result.middleCols(first, rotations) *=
        static_cast<typename Matrix::Scalar>(std::pow(weight, power));
  }
  return result;
}

/// Whitens components that hardly vary as if they varied by kLeast_m: divided by less, a pose that
/// was not learned from would be many deviations away from all that were.
void keep_small(metrics::Pca& pca) {
  constexpr double kLeast_m = 0.003;
  for (Eigen::Index k = 0; k < pca.variances.size(); ++k) {
    const double factor = std::sqrt(pca.variances[k]) / kLeast_m;
    if (factor >= 1.0 || factor == 0.0) continue;  // 0: no component, as many as features are
    pca.encode.row(k) *= factor;
    pca.decode.col(k) /= factor;
  }
}

}  // namespace

std::vector<double> frame_weights(const codec::PoseFormat& format) {
  if (!format.window()) return {};
  constexpr double kLeast = 0.3;
  const int frames = format.shape().frames;
  const int hop = format.hop();
  const std::vector<double> hann = math::hann(frames);
  std::vector<double> weights;
  for (int i = 0; i < frames; ++i) {
    double all = 0.0;
    for (int k = i % hop; k < frames; k += hop) all += hann[k];
    weights.push_back(std::max(kLeast, hann[i] / all));
  }
  const double mean =
      std::accumulate(weights.begin(), weights.end(), 0.0) / static_cast<double>(frames);
  for (double& weight : weights) weight /= mean;
  return weights;
}

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
  const std::vector<double> weights = frame_weights(format);
  const Eigen::Index rotations = to.rows() - format.shape().extras();
  metrics::Pca pca = metrics::Pca::fit_leading(
      by_frame<Batch>(format.features_of(rows), to.cast<float>(), weights, rotations, 0.5),
      dimensions);
  const auto mapped = [&](const Eigen::MatrixXd& matrix, const Eigen::MatrixXd& factor,
                          double power) {
    return by_frame<Eigen::MatrixXd>(matrix, factor, weights, rotations, power);
  };
  if (!format.window()) keep_small(pca);
  // Both factors are symmetric and leave rotations and the other numbers apart.
  pca.encode = mapped(pca.encode, to, 0.5);
  pca.decode = mapped(pca.decode.transpose(), from, -0.5).transpose().eval();
  pca.mean = mapped(pca.mean.transpose(), from, -0.5).transpose().eval();
  return pca;
}

}  // namespace poseaae::training
