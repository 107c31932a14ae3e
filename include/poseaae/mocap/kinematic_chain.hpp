#pragma once

#include <span>
#include <vector>

#include "poseaae/kernels/table.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::mocap {

/// A skeleton's parents and offsets in the form that the kernels need. T is float or double. With a
/// `body`, what hangs from a joint above it stands at the origin and turns by its own rotation, so
/// that no position depends on those of the joints above.
template <typename T>
class KinematicChain {
 public:
  /// Offsets in units of `unit_m` metres.
  explicit KinematicChain(const Skeleton& skeleton, double unit_m = 1.0, int body = 0)
      : parents_(skeleton.parents().begin(), skeleton.parents().end()) {
    for (int above = skeleton.parent(body); above >= 0; above = skeleton.parent(above)) {
      for (const int joint : skeleton.children(above)) parents_[joint] = -1;
    }
    for (const Vec3& offset : skeleton.offsets()) {
      for (const double x : offset) offsets_.push_back(static_cast<T>(x / unit_m));
    }
  }

  [[nodiscard]] kernels::Chain<T> chain() const {
    return {parents_.size(), parents_.data(), offsets_.data()};
  }

 private:
  std::vector<int> parents_;
  std::vector<T> offsets_;
};

/// forward_kinematics() of kinematics.hpp for a chain that its caller keeps: allocates nothing
/// after a thread's first call for a skeleton of as many joints. @throws UsageError
template <typename T>
void forward_kinematics(const KinematicChain<T>& bones, std::span<const T> poses,
                        std::span<T> positions);

}  // namespace poseaae::mocap
