#include "gap_metric.hpp"

#include <Eigen/Cholesky>
#include <cmath>
#include <numbers>
#include <vector>

#include "poseaae/evaluation/inbetween.hpp"
#include "poseaae/math/hann.hpp"
#include "poseaae/mocap/row_shape.hpp"

namespace poseaae::evaluation::inbetween {

namespace {

using mocap::RowShape;

/// Of each frame the features' errors that come with one of each coordinate, (S', n K).
using Errors = std::vector<Eigen::MatrixXd>;

Errors blended(const codec::PoseFormat& format, const Eigen::MatrixXd& features, int length) {
  const int windows = format.rows_for(length);
  const int frames = format.shape().frames;
  const Eigen::Index width = format.shape().frame_features(format.form());
  const Eigen::Index size = features.cols();
  const std::vector<double> hann = math::hann(frames);
  Errors errors;
  for (int t = 0; t < length; ++t) {
    Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(width, windows * size);
    double total = 0.0;
    for (int k = 0; k < windows; ++k) {
      const int i = t - k * format.hop();
      if (i < 0 || i >= frames) continue;
      sum.middleCols(k * size, size) = hann[i] * features.middleRows(i * width, width);
      total += hann[i];
    }
    errors.push_back(sum / total);
  }
  return errors;
}

/// From the steps to the next frame to places and headings, those of the first frame being right.
void add_up_steps(Errors& errors, Eigen::Index root, double fps) {
  constexpr Eigen::Index kSteps = RowShape::kHeight;
  Eigen::MatrixXd place = Eigen::MatrixXd::Zero(kSteps, errors.front().cols());
  for (Eigen::MatrixXd& error : errors) {
    const Eigen::MatrixXd step = error.middleRows(root, kSteps) / fps;
    error.middleRows(root, kSteps) = place;
    place += step;
  }
}

Eigen::MatrixXd frame_metric(const RowShape& shape, const Eigen::MatrixXd& rotations) {
  constexpr double kAxis_m = 0.25;  // from the vertical axis of the body to a joint, on average
  constexpr double kContact_m = 0.05;
  const Eigen::Index count = rotations.rows();
  Eigen::VectorXd weights = Eigen::VectorXd::Constant(count + shape.extras(), kContact_m);
  weights.segment(count, RowShape::kRootNumbers) << 1.0, 1.0, kAxis_m, 1.0;
  Eigen::MatrixXd metric = weights.cwiseAbs2().asDiagonal();
  metric.topLeftCorner(count, count) = rotations;
  return metric;
}

}  // namespace

Eigen::MatrixXd gap_metric(const codec::PoseFormat& format, const Eigen::MatrixXd& features,
                           const Eigen::MatrixXd& rotations, int gap) {
  constexpr double kElsewhere = 0.1;
  Errors errors = blended(format, features, kPast + gap + 1);
  add_up_steps(errors, rotations.rows(), format.shape().fps);
  const Eigen::MatrixXd metric = frame_metric(format.shape(), rotations);
  const Eigen::MatrixXd& from = errors[kPast - 1];
  const Eigen::MatrixXd& to = errors.back();
  Eigen::MatrixXd squares = kElsewhere * Eigen::MatrixXd::Identity(from.cols(), from.cols());
  for (int i = 0; i < gap; ++i) {
    const double s = (i + 1.0) / (gap + 1.0);
    const Eigen::MatrixXd left = errors[kPast + i] - (1.0 - s) * from - s * to;
    squares.noalias() += left.transpose() * metric * left;
  }
  return Eigen::LLT<Eigen::MatrixXd>(squares).matrixU();
}

}  // namespace poseaae::evaluation::inbetween
