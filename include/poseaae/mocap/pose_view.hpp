#pragma once

#include <type_traits>

#include "poseaae/math/quaternion.hpp"

namespace poseaae::mocap {

/// The rotations that lie in a row one after the other: J quaternions w x y z. Number is float or
/// double, const where they are only read. The row must outlive the view.
template <typename Number>
class PoseView {
 public:
  using Scalar = std::remove_const_t<Number>;

  explicit PoseView(Number* row) : row_(row) {}

  /// Numbers that the rotations of so many joints take, and the reverse.
  [[nodiscard]] static constexpr int width(int joints) { return kSize * joints; }
  [[nodiscard]] static constexpr int joints(std::ptrdiff_t width) {
    return static_cast<int>(width / kSize);
  }

  /// Where the four numbers of a joint begin.
  [[nodiscard]] Number* at(int joint) const { return row_ + kSize * joint; }
  [[nodiscard]] math::Quat rotation(int joint) const {
    return math::load_wxyz<Scalar>(at(joint)).template cast<double>();
  }
  void set_rotation(int joint, const math::Quat& q) const {
    math::store_wxyz<Scalar>(q.cast<Scalar>(), at(joint));
  }

 private:
  static constexpr int kSize = static_cast<int>(math::kQuatSize);
  Number* row_;
};

}  // namespace poseaae::mocap
