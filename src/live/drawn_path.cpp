#include "poseaae/live/drawn_path.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace poseaae::live {

namespace {

double length_of(const Eigen::MatrixX2d& line) {
  const Eigen::Index sides = line.rows() - 1;
  return (line.bottomRows(sides) - line.topRows(sides)).rowwise().norm().sum();
}

/// Averages over neighbours, Gaussian, a hundredth of the points wide.
Eigen::MatrixXd smoothed(const Eigen::MatrixXd& points, bool closed) {
  const double width = static_cast<double>(points.rows()) / 100.0;
  const auto reach = static_cast<Eigen::Index>(std::ceil(3.0 * width));
  const Eigen::Index last = points.rows() - 1;  // of a closed line, the first again
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(points.rows(), points.cols());
  for (Eigen::Index t = 0; t < points.rows(); ++t) {
    double total = 0.0;
    for (Eigen::Index o = -reach; o <= reach; ++o) {
      const Eigen::Index at =
          closed ? (t + o + last) % last : std::clamp<Eigen::Index>(t + o, 0, last);
      const double weight = std::exp(-0.5 * std::pow(static_cast<double>(o) / width, 2));
      total += weight;
      result.row(t) += weight * points.row(at);
    }
    result.row(t) /= total;
  }
  return result;
}

}  // namespace

Eigen::MatrixX2d evenly(const Eigen::MatrixX2d& line, int count) {
  const double step = length_of(line) / (count - 1);
  Eigen::MatrixX2d places(count, 2);
  places.row(0) = line.row(0);
  places.row(count - 1) = line.row(line.rows() - 1);
  Eigen::Index i = 0;
  double passed = 0.0;
  for (int k = 1; k < count - 1; ++k) {
    double side = (line.row(i + 1) - line.row(i)).norm();
    while (passed + side < k * step && i + 2 < line.rows()) {
      passed += side;
      ++i;
      side = (line.row(i + 1) - line.row(i)).norm();
    }
    const double share = side > 0.0 ? std::min((k * step - passed) / side, 1.0) : 0.0;
    places.row(k) = line.row(i) + share * (line.row(i + 1) - line.row(i));
  }
  return places;
}

DrawnPath::DrawnPath(const PlacedPoses& map, const Eigen::MatrixX2d& line) {
  const double length = length_of(line);
  closed_ = length > 0.0 && (line.row(0) - line.row(line.rows() - 1)).norm() < 0.1 * length;
  Eigen::MatrixX2d whole = line;
  if (closed_) {
    whole.conservativeResize(line.rows() + 1, Eigen::NoChange);
    whole.row(line.rows()) = line.row(0);
  }
  const Eigen::MatrixX2d places = evenly(whole, kPoints);
  points_.resize(kPoints, map.latents().cols());
  for (int k = 0; k < kPoints; ++k) points_.row(k) = map.latents_at(places.row(k)).transpose();
  points_ = smoothed(points_, closed_);
}

void DrawnPath::at(double time_s, double seconds, Eigen::VectorXd& z) const {
  const double turn = time_s / seconds;
  const double share =
      closed_ ? turn - std::floor(turn) : 0.5 - 0.5 * std::cos(std::numbers::pi * turn);
  const double at = share * (kPoints - 1);
  const auto i = std::min(static_cast<Eigen::Index>(at), points_.rows() - 2);
  const double part = at - static_cast<double>(i);
  z = (1.0 - part) * points_.row(i).transpose() + part * points_.row(i + 1).transpose();
}

}  // namespace poseaae::live
