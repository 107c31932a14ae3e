#pragma once

#include <Eigen/Core>

namespace poseaae::live {

/// w T of a glide of T seconds: (1 + w T) exp(-w T) = 0.05.
inline constexpr double kSettled = 4.743864518093498;

/// Numbers that follow their targets, critically damped: y'' = -w^2 y - 2 w y' for the way y that
/// is left, which is as fast as it can be without going beyond. Of a step from rest, 95 % is made
/// after the glide's seconds. Nothing here allocates but constructors.
class Glide {
 public:
  /// At rest there.
  explicit Glide(const Eigen::VectorXd& values);
  explicit Glide(int count) : Glide(Eigen::VectorXd::Zero(count)) {}

  [[nodiscard]] const Eigen::VectorXd& values() const noexcept { return values_; }
  [[nodiscard]] double value() const { return values_[0]; }
  /// Goes there at once.
  void jump(const Eigen::Ref<const Eigen::VectorXd>& values);
  /// Goes on by dt towards the targets, exactly: y(t) = (y0 + (y'0 + w y0) t) exp(-w t). `seconds`
  /// 0 jumps.
  void step(const Eigen::Ref<const Eigen::VectorXd>& targets, double dt, double seconds);
  /// The same of a single number, which it returns.
  double step(double target, double dt, double seconds);

 private:
  Eigen::VectorXd values_;
  Eigen::VectorXd velocities_;
};

/// What follows a target exactly, and yet does not jump where that becomes another one: x = target
/// + y, where y glides to nothing as in Glide. Place and speed go on as they were: y begins with
/// the way from the new target to the old one, and with the difference of their speeds.
class Crossing {
 public:
  explicit Crossing(int count);

  /// At rest at a target.
  void begin(const Eigen::Ref<const Eigen::VectorXd>& target);
  /// From the next step on, the target is another one. Where the speed of one says nothing, since
  /// it trembles, it counts as none.
  void jump(bool old_is_smooth = true, bool new_is_smooth = true);
  /// The target after dt > 0; returns x.
  const Eigen::VectorXd& step(const Eigen::Ref<const Eigen::VectorXd>& target, double dt,
                              double seconds);
  [[nodiscard]] const Eigen::VectorXd& value() const noexcept { return value_; }

 private:
  Eigen::VectorXd value_;
  Eigen::VectorXd velocity_;  ///< of x
  Eigen::VectorXd target_;
  Eigen::VectorXd left_;           ///< y
  Eigen::VectorXd left_velocity_;  ///< y', less the new target's speed while that is not known
  bool jumps_ = false;
  bool old_is_smooth_ = true;
  bool new_is_smooth_ = true;
  bool speed_is_missing_ = false;
};

}  // namespace poseaae::live
