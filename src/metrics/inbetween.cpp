#include "poseaae/metrics/inbetween.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::metrics {

namespace {

using Eigen::RowVectorXd;

void require_same_size(const Sequence& truth, const Sequence& filled) {
  if (truth.rows() > 0 && truth.rows() == filled.rows() && truth.cols() == filled.cols()) return;
  throw UsageError(
      fmt::format("in-betweening: expected two sequences of the same size with a frame or more, "
                  "found {} x {} and {} x {} (frames x features)",
                  truth.rows(), truth.cols(), filled.rows(), filled.cols()));
}

/// X_kd^2, (T, D).
Sequence real_power(const Sequence& rows) {
  const Eigen::Index frames = rows.rows();
  Sequence cosines(frames, frames);
  for (Eigen::Index k = 0; k < frames; ++k) {
    for (Eigen::Index t = 0; t < frames; ++t) {
      const auto turn = static_cast<double>(k * t % frames) / static_cast<double>(frames);
      cosines(k, t) = std::cos(2.0 * std::numbers::pi * turn);
    }
  }
  return (cosines * rows).array().square();
}

/// sum_{l <= k} P_ld, (T, D), of powers (T, D) with these sums over k.
Sequence cumulative(const Sequence& power, const RowVectorXd& total) {
  Sequence sums = power;
  for (Eigen::Index d = 0; d < power.cols(); ++d) {
    if (total[d] > 0.0) {
      sums.col(d) /= total[d];
    } else {
      sums(0, d) = 1.0;
    }
  }
  for (Eigen::Index k = 1; k < sums.rows(); ++k) sums.row(k) += sums.row(k - 1);
  return sums;
}

}  // namespace

Sequence world_positions(const mocap::Motion& motion) {
  const std::vector<double> flat = mocap::joint_positions(motion);
  return Eigen::Map<const Sequence>(flat.data(), motion.frames(),
                                    3 * static_cast<Eigen::Index>(motion.joints()));
}

Sequence world_rotations(const mocap::Motion& motion) {
  Sequence rows(motion.frames(), 4 * static_cast<Eigen::Index>(motion.joints()));
  for (int t = 0; t < motion.frames(); ++t) {
    double* q = rows.row(t).data();
    for (const mocap::Quat& rotation : mocap::forward_kinematics(motion, t).rotations) {
      math::store_wxyz(rotation, q);
      q += math::kQuatSize;
    }
  }
  return rows;
}

void FeatureScale::add(const Sequence& rows) {
  if (rows.rows() == 0) return;
  const RowVectorXd mean = rows.colwise().mean();
  merge(static_cast<double>(rows.rows()), mean,
        (rows.rowwise() - mean).array().square().colwise().sum());
}

void FeatureScale::add(const FeatureScale& other) {
  if (other.count_ > 0.0) merge(other.count_, other.mean_, other.squares_);
}

/// Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample
/// variances, 1979.
void FeatureScale::merge(double count, const RowVectorXd& mean, const RowVectorXd& squares) {
  if (count_ == 0.0) {
    count_ = count;
    mean_ = mean;
    squares_ = squares;
    return;
  }
  if (mean.size() != mean_.size()) {
    throw UsageError(fmt::format("feature statistics: expected rows of {} features, found {}",
                                 mean_.size(), mean.size()));
  }
  const double all = count_ + count;
  const RowVectorXd apart = mean - mean_;
  squares_ += squares + apart.array().square().matrix() * (count_ * count / all);
  mean_ += apart * (count / all);
  count_ = all;
}

RowVectorXd FeatureScale::deviation() const { return (squares_ / count_).cwiseSqrt(); }

Sequence FeatureScale::normalised(const Sequence& rows) const {
  if (rows.cols() != mean_.size()) {
    throw UsageError(fmt::format("feature statistics: expected rows of {} features, found {}",
                                 mean_.size(), rows.cols()));
  }
  const RowVectorXd scale = deviation().unaryExpr([](double d) { return d > 0.0 ? 1.0 / d : 0.0; });
  return (rows.rowwise() - mean_).array().rowwise() * scale.array();
}

double mean_frame_distance(const Sequence& truth, const Sequence& filled) {
  require_same_size(truth, filled);
  return (truth - filled).rowwise().norm().mean();
}

SpectrumDistance spectrum_distance(const Sequence& truth, const Sequence& filled) {
  require_same_size(truth, filled);
  const Sequence power = real_power(truth);
  const Sequence filled_power = real_power(filled);
  const RowVectorXd weights = power.colwise().sum();
  const RowVectorXd moved =
      (cumulative(power, weights) - cumulative(filled_power, filled_power.colwise().sum()))
          .cwiseAbs()
          .colwise()
          .sum();
  return {weights.dot(moved), weights.sum()};
}

}  // namespace poseaae::metrics
