#include "objective.hpp"

#include <Eigen/Cholesky>
#include <cmath>

#include "poseaae/math/hann.hpp"
#include "poseaae/math/heading.hpp"

namespace poseaae::latent::keys {

using footing::Place;
using mocap::RowShape;

namespace {

/// A heading counts as the way of a point so far from the body, metres.
constexpr double kLever = 0.5;
/// A difference of 1 between features of rotations counts as so many metres.
constexpr double kFeature = 0.1;

/// (1, 4J) -> features of the rotations alone.
Batch features_of_pose(const codec::PoseFormat& format, const std::vector<float>& pose) {
  const codec::PoseFormat poses(format.skeleton(), format.form(), format.reference());
  return poses.features_of(
      Eigen::Map<const Batch>(pose.data(), 1, static_cast<Eigen::Index>(pose.size())));
}

int body_of(const codec::PoseFormat& format) { return format.window() ? format.window()->body : 0; }

}  // namespace

template <typename T>
Objective<T>::Objective(const codec::PoseAutoencoder& model, const LatentGaussian& space,
                        std::vector<Key> keys, std::vector<Place> way, const KeyOptions& options,
                        int points)
    : format_(model.format()),
      keys_(std::move(keys)),
      options_(options),
      points_(points),
      dim_(model.latent_dim()),
      frames_(format_.frames_for(points)),
      width_(format_.shape().frame_features(format_.form())),
      rotations_(width_ - format_.shape().extras()),
      fps_(model.data().fps),
      steps_(space.steps()),
      decoder_(model, points),
      kinematics_(format_.skeleton(), body_of(format_), format_.form()),
      weights_(Eigen::VectorXd::Ones(format_.shape().frames)),
      way_(std::move(way)) {
  mean_ = space.mean().transpose();
  const Batch zero = space.unwhiten(Batch::Zero(1, dim_));
  unwhitening_ =
      (space.unwhiten(Batch::Identity(dim_, dim_)).rowwise() - zero.row(0)).template cast<double>();
  if (steps_.size() > 0) {
    const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(dim_, dim_);
    precision_ = (identity - steps_ * steps_.transpose()).llt().solve(identity);
  }
  if (format_.window()) {
    const std::vector<double> weights = math::hann(format_.shape().frames);
    weights_ = Eigen::Map<const Eigen::VectorXd>(weights.data(), weights_.size());
  }
  totals_.assign(static_cast<std::size_t>(frames_), 0.0);
  for (Eigen::Index k = 0; k < points_; ++k) {
    for (Eigen::Index i = 0; i < weights_.size(); ++i)
      totals_[k * format_.hop() + i] += weights_[i];
  }
  target_features_ = Matrix::Zero(static_cast<Eigen::Index>(keys_.size()), rotations_);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i].pose.empty()) continue;
    target_features_.row(static_cast<Eigen::Index>(i)) =
        features_of_pose(format_, keys_[i].pose).row(0).template cast<double>();
  }
  target_positions_ = kinematics_.forward(target_features_);
}

template <typename T>
Batch Objective<T>::latents(const Eigen::VectorXd& x) const {
  const Eigen::Map<const Matrix> e(x.data(), points_, dim_);
  return ((e * unwhitening_).rowwise() + mean_).template cast<float>();
}

template <typename T>
void Objective<T>::overlap() {
  blended_.setZero(frames_, width_);
  for (Eigen::Index k = 0; k < points_; ++k) {
    for (Eigen::Index i = 0; i < weights_.size(); ++i) {
      const Eigen::Index t = k * format_.hop() + i;
      blended_.row(t) += weights_[i] / totals_[t] *
                         features_.row(k).segment(i * width_, width_).template cast<double>();
    }
  }
}

template <typename T>
auto Objective<T>::at_frames_of_keys() const -> Matrix {
  Matrix rows(static_cast<Eigen::Index>(keys_.size()), rotations_);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    rows.row(static_cast<Eigen::Index>(i)) = blended_.row(keys_[i].frame).leftCols(rotations_);
  }
  return rows;
}

template <typename T>
void Objective<T>::follow(const Place& start) {
  if (!format_.window()) return;
  way_.assign(1, start);
  for (int t = 0; t + 1 < frames_; ++t) {
    const auto root = blended_.row(t).segment(rotations_, RowShape::kRootNumbers);
    way_.push_back(footing::moved(
        way_.back(), {root[RowShape::kSideways] / fps_, root[RowShape::kForwards] / fps_,
                      root[RowShape::kTurn] / fps_}));
  }
}

/// Of the body above the floor: as windows tell, or with the lowest joint of a pose on the floor.
template <typename T>
double Objective<T>::height_of(std::size_t row, int frame) const {
  if (format_.window()) return blended_(frame, rotations_ + RowShape::kHeight);
  double lowest = 0.0;
  for (Eigen::Index i = 1; i < positions_.cols(); i += 3) {
    lowest = std::min(lowest, positions_(static_cast<Eigen::Index>(row), i));
  }
  return -lowest;
}

template <typename T>
void Objective<T>::add_height(std::size_t row, int frame, double gradient) {
  if (format_.window()) {
    by_blended_(frame, rotations_ + RowShape::kHeight) += gradient;
    return;
  }
  const auto r = static_cast<Eigen::Index>(row);
  Eigen::Index lowest = 1;
  for (Eigen::Index i = 1; i < positions_.cols(); i += 3) {
    if (positions_(r, i) < positions_(r, lowest)) lowest = i;
  }
  by_positions_(r, lowest) -= gradient;
}

template <typename T>
double Objective<T>::at_root(const Key& key, std::size_t row) {
  const double weight = 1.0 / (options_.sigma_m * options_.sigma_m);
  const Place& place = way_[key.frame];
  double sum = 0.0;
  const auto add = [&](const std::optional<double>& wanted, double found, double factor,
                       int column) {
    if (!wanted) return;
    const double difference = found - *wanted;
    sum += 0.5 * factor * difference * difference;
    by_way_(key.frame, column) += factor * difference;
  };
  if (format_.window()) {  // the way of poses is given
    add(key.x, place.x, weight, 0);
    add(key.z, place.z, weight, 1);
    const auto near =
        key.heading ? std::optional(footing::continued(*key.heading, place.heading)) : std::nullopt;
    add(near, place.heading, weight * kLever * kLever, 2);
  }
  if (key.height) {
    const double difference = height_of(row, key.frame) - *key.height;
    if (format_.window()) {
      sum += 0.5 * weight * difference * difference;
      add_height(row, key.frame, weight * difference);
    }
  }
  return sum;
}

template <typename T>
double Objective<T>::at_joints(const Key& key, std::size_t row) {
  const double weight = 1.0 / (options_.sigma_m * options_.sigma_m);
  const auto r = static_cast<Eigen::Index>(row);
  const Place& place = way_[key.frame];
  const math::Heading<double> heading{std::cos(place.heading), std::sin(place.heading)};
  const bool lifted = !format_.window() && key.height;
  const double height = lifted ? *key.height : height_of(row, key.frame);
  double sum = 0.0;
  for (const auto& [joint, target] : key.joints) {
    const auto p = positions_.row(r).template segment<3>(3 * joint);
    const auto from_body = heading.turn(p[0], p[2]);
    const mocap::Vec3 d =
        mocap::Vec3(place.x + from_body.x, height + p[1], place.z + from_body.z) - target;
    sum += 0.5 * weight * d.squaredNorm();
    const mocap::Vec3 g = weight * d;
    by_way_(key.frame, 0) += g.x();
    by_way_(key.frame, 1) += g.z();
    by_way_(key.frame, 2) += math::by_heading(from_body, {g.x(), g.z()});
    if (!lifted) add_height(row, key.frame, g.y());
    const auto back = heading.turn_back(g.x(), g.z());
    by_positions_.row(r).template segment<3>(3 * joint) +=
        Eigen::RowVector3d(back.x, g.y(), back.z);
  }
  return sum;
}

template <typename T>
double Objective<T>::at_keys() {
  const double weight = 1.0 / (options_.sigma_m * options_.sigma_m);
  double sum = 0.0;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const Key& key = keys_[i];
    const auto row = static_cast<Eigen::Index>(i);
    if (!key.pose.empty()) {
      const Eigen::RowVectorXd far = positions_.row(row) - target_positions_.row(row);
      const Eigen::RowVectorXd turned =
          blended_.row(key.frame).leftCols(rotations_) - target_features_.row(row);
      constexpr double kTurn = kFeature * kFeature;
      sum += 0.5 * weight * (far.squaredNorm() + kTurn * turned.squaredNorm());
      by_positions_.row(row) += weight * far;
      by_blended_.row(key.frame).leftCols(rotations_) += weight * kTurn * turned;
    }
    sum += at_root(key, i) + at_joints(key, i);
  }
  return sum;
}

/// From the places of the frames to the steps that led there.
template <typename T>
void Objective<T>::back_along_the_way(double* by_start) {
  if (!format_.window()) return;
  for (int t = frames_ - 1; t > 0; --t) {
    const auto root = blended_.row(t - 1).segment(rotations_, RowShape::kRootNumbers);
    auto gradient = by_blended_.row(t - 1).segment(rotations_, RowShape::kRootNumbers);
    const double half = 0.5 * (way_[t - 1].heading + way_[t].heading);
    const math::Heading<double> halfway{std::cos(half), std::sin(half)};
    const math::OnFloor<double> by_step{by_way_(t, 0), by_way_(t, 1)};
    const auto by_way = halfway.turn_back(by_step.x, by_step.z);
    const auto way = halfway.turn(root[RowShape::kSideways], root[RowShape::kForwards]);
    const double by_half = math::by_heading(way, by_step) / fps_;
    gradient[RowShape::kSideways] += by_way.x / fps_;
    gradient[RowShape::kForwards] += by_way.z / fps_;
    gradient[RowShape::kTurn] += (by_way_(t, 2) + 0.5 * by_half) / fps_;
    by_way_.row(t - 1) += by_way_.row(t);
    by_way_(t - 1, 2) += by_half;
  }
  for (int i = 0; i < 3; ++i) by_start[i] = by_way_(0, i);
}

template <typename T>
double Objective<T>::agreement(Rows& by_features) const {
  if (!format_.window()) return 0.0;
  const double weight = 1.0 / (options_.agreement * options_.agreement);
  const Eigen::Index start = format_.hop() * width_;
  const Eigen::Index shared = features_.cols() - start;
  double sum = 0.0;
  for (Eigen::Index k = 0; k + 1 < points_; ++k) {
    const Eigen::RowVectorXd difference =
        (features_.row(k).tail(shared) - features_.row(k + 1).head(shared)).template cast<double>();
    sum += 0.5 * weight * difference.squaredNorm();
    const Rows pull = (weight * difference).template cast<T>();
    by_features.row(k).tail(shared) += pull;
    by_features.row(k + 1).head(shared) -= pull;
  }
  return sum;
}

template <typename T>
double Objective<T>::prior(const Matrix& e, Matrix& gradient) const {
  double sum = 0.0;
  if (steps_.size() > 0) {
    sum += 0.5 * e.row(0).squaredNorm();
    gradient.row(0) += e.row(0);
    for (Eigen::Index k = 0; k + 1 < points_; ++k) {
      const Eigen::VectorXd surprise = e.row(k + 1).transpose() - steps_ * e.row(k).transpose();
      const Eigen::VectorXd pull = precision_ * surprise;
      sum += 0.5 * surprise.dot(pull);
      gradient.row(k + 1) += pull.transpose();
      gradient.row(k) -= (steps_.transpose() * pull).transpose();
    }
    return sum;
  }
  const double frequency = format_.window() ? fps_ / format_.hop() : fps_;
  const double weight = std::pow(frequency, 4) / (options_.acceleration * options_.acceleration);
  sum += 0.5 * e.squaredNorm() / frequency;
  gradient += e / frequency;
  for (Eigen::Index k = 1; k + 1 < points_; ++k) {
    const Eigen::RowVectorXd bend = e.row(k - 1) - 2.0 * e.row(k) + e.row(k + 1);
    sum += 0.5 * weight * bend.squaredNorm();
    gradient.row(k - 1) += weight * bend;
    gradient.row(k) -= 2.0 * weight * bend;
    gradient.row(k + 1) += weight * bend;
  }
  return sum;
}

template <typename T>
double Objective<T>::operator()(const Eigen::VectorXd& x, Eigen::VectorXd& gradient) {
  const Eigen::Map<const Matrix> e(x.data(), points_, dim_);
  const double* const start = x.data() + points_ * dim_;
  features_ = decoder_.forward((e * unwhitening_).rowwise() + mean_);
  overlap();
  follow({start[0], start[1], start[2]});
  positions_ = kinematics_.forward(at_frames_of_keys());
  by_blended_.setZero(frames_, width_);
  by_positions_.setZero(positions_.rows(), positions_.cols());
  by_way_.setZero(frames_, 3);
  double sum = at_keys();
  gradient.setZero();
  const Matrix by_rotations = kinematics_.backward(by_positions_);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    by_blended_.row(keys_[i].frame).leftCols(rotations_) +=
        by_rotations.row(static_cast<Eigen::Index>(i));
  }
  back_along_the_way(gradient.data() + points_ * dim_);
  Rows by_features = Rows::Zero(points_, features_.cols());
  for (Eigen::Index k = 0; k < points_; ++k) {
    for (Eigen::Index i = 0; i < weights_.size(); ++i) {
      const Eigen::Index t = k * format_.hop() + i;
      by_features.row(k).segment(i * width_, width_) =
          (weights_[i] / totals_[t] * by_blended_.row(t)).template cast<T>();
    }
  }
  sum += agreement(by_features);
  Matrix by_e = decoder_.backward(by_features) * unwhitening_;
  sum += prior(e, by_e);
  Eigen::Map<Matrix>(gradient.data(), points_, dim_) = by_e;
  return sum;
}

template class Objective<float>;
template class Objective<double>;

}  // namespace poseaae::latent::keys
