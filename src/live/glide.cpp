#include "poseaae/live/glide.hpp"

#include <cmath>

namespace poseaae::live {

namespace {

/// y and y' after dt.
struct Decay {
  double fade, dt, w;

  Decay(double dt, double seconds)
      : fade(std::exp(-kSettled / seconds * dt)), dt(dt), w(kSettled / seconds) {}

  void operator()(double& left, double& velocity) const {
    const double pull = velocity + w * left;
    left = (left + pull * dt) * fade;
    velocity = (velocity - w * pull * dt) * fade;
  }
};

}  // namespace

Glide::Glide(const Eigen::VectorXd& values)
    : values_(values), velocities_(Eigen::VectorXd::Zero(values.size())) {}

void Glide::jump(const Eigen::Ref<const Eigen::VectorXd>& values) {
  values_ = values;
  velocities_.setZero();
}

void Glide::step(const Eigen::Ref<const Eigen::VectorXd>& targets, double dt, double seconds) {
  if (!(seconds > 0.0)) return jump(targets);
  const Decay decay(dt, seconds);
  for (Eigen::Index i = 0; i < values_.size(); ++i) {
    double left = values_[i] - targets[i];
    decay(left, velocities_[i]);
    values_[i] = targets[i] + left;
  }
}

double Glide::step(double target, double dt, double seconds) {
  step(Eigen::Map<const Eigen::VectorXd>(&target, 1), dt, seconds);
  return value();
}

Crossing::Crossing(int count)
    : value_(Eigen::VectorXd::Zero(count)),
      velocity_(value_),
      target_(value_),
      left_(value_),
      left_velocity_(value_) {}

void Crossing::begin(const Eigen::Ref<const Eigen::VectorXd>& target) {
  value_ = target;
  target_ = target;
  velocity_.setZero();
  left_.setZero();
  left_velocity_.setZero();
  jumps_ = speed_is_missing_ = false;
}

void Crossing::jump(bool old_is_smooth, bool new_is_smooth) {
  jumps_ = true;
  old_is_smooth_ = old_is_smooth;
  new_is_smooth_ = new_is_smooth;
}

const Eigen::VectorXd& Crossing::step(const Eigen::Ref<const Eigen::VectorXd>& target, double dt,
                                      double seconds) {
  if (jumps_) {
    jumps_ = false;
    if (!old_is_smooth_) velocity_.setZero();
    left_ = value_ + dt * velocity_ - target;
    left_velocity_ = velocity_;
    speed_is_missing_ = new_is_smooth_;
  } else {
    if (speed_is_missing_) left_velocity_ -= (target - target_) / dt;
    speed_is_missing_ = false;
    if (seconds > 0.0) {
      const Decay decay(dt, seconds);
      for (Eigen::Index i = 0; i < left_.size(); ++i) decay(left_[i], left_velocity_[i]);
    }
  }
  if (!(seconds > 0.0)) {
    left_.setZero();
    left_velocity_.setZero();
    speed_is_missing_ = false;
  }
  velocity_ = (target + left_ - value_) / dt;
  value_ = target + left_;
  target_ = target;
  return value_;
}

}  // namespace poseaae::live
