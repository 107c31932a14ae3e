#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/mocap/kinematic_chain.hpp"
#include "poseaae/training/engine.hpp"

namespace poseaae::training {

/// The loss terms that look at poses alone, by the kernel that gives all of them and their gradient
/// in one pass (kernels::Table::pose_losses). Both engines use it on a CPU. T is float or double.
template <typename T>
class PoseObjective {
 public:
  /// Names of the terms, in the order of PoseLossSums.
  static constexpr std::array<std::string_view, 3> kTerms{"norm", "position", "quaternion"};

  PoseObjective(const Objective& objective, const mocap::Skeleton& skeleton);

  [[nodiscard]] std::size_t joints() const { return joint_weights_.size(); }

  /// Adds the losses of a panel of `lanes` out of `samples` poses to `sums`; `gradient`, unless
  /// null, receives the gradient by the prediction of the weighted mean over samples and joints.
  /// `scratch` holds scratch_size() numbers.
  void add_panel(const kernels::Table<T>& kernels, std::size_t lanes, std::size_t samples,
                 const T* target, const T* prediction, T* scratch, T* gradient,
                 kernels::PoseLossSums& sums) const;
  [[nodiscard]] std::size_t scratch_size() const { return kernels::pose_loss_scratch(joints()); }

  /// The means of the terms over `samples` poses, from their sums.
  [[nodiscard]] std::array<double, 3> means(const kernels::PoseLossSums& sums,
                                            std::size_t samples) const;

  /// For poses as rows (samples, 4J): the means, and the gradient as rows unless null.
  std::array<double, 3> rows(std::size_t samples, const T* target, const T* prediction,
                             T* gradient) const;

 private:
  mocap::KinematicChain<T> bones_;
  std::vector<T> joint_weights_;
  kernels::PoseLossWeights<T> weights_;  ///< its `joints` is set where it is used
};

/// The place of a term in loss_terms(). @throws Error when there is none
[[nodiscard]] std::size_t term_index(std::string_view name);

extern template class PoseObjective<float>;
extern template class PoseObjective<double>;

}  // namespace poseaae::training
