#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/mocap/kinematic_chain.hpp"
#include "poseaae/objective/engine.hpp"

namespace poseaae::objective {

/// The loss terms that depend on poses alone, computed together with their gradient by one kernel
/// (kernels::Table::pose_losses). Both engines use it on a CPU. T is float or double.
template <typename T>
class PoseObjective {
 public:
  /// Names of the terms, in the order of PoseLossSums.
  static constexpr std::array<std::string_view, 4> kTerms{"norm", "position", "quaternion",
                                                          "rotation"};

  PoseObjective(const Objective& objective, const mocap::Skeleton& skeleton);

  [[nodiscard]] std::size_t joints() const { return joint_weights_.size(); }
  /// Columns of a prediction: 4J or 6J.
  [[nodiscard]] std::size_t prediction_width() const {
    return kernels::features_of(weights_.rotation_form) * joints();
  }

  /// Adds the losses of a panel of `lanes` out of `samples` poses to `sums`; `gradient`, unless
  /// null, receives the gradient of the weighted mean over samples and joints with respect to the
  /// prediction.
  /// `scratch` holds scratch_size() numbers.
  void add_panel(const kernels::Table<T>& kernels, std::size_t lanes, std::size_t samples,
                 const T* target, const T* prediction, T* scratch, T* gradient,
                 kernels::PoseLossSums& sums) const;
  [[nodiscard]] std::size_t scratch_size() const { return kernels::pose_loss_scratch(joints()); }

  /// A number for each of kTerms.
  using Values = std::array<double, kTerms.size()>;
  /// The means of the terms over `samples` poses, from their sums.
  [[nodiscard]] Values means(const kernels::PoseLossSums& sums, std::size_t samples) const;

  /// The same for rows, `target` (samples, 4J) and `prediction` (samples, prediction_width()): the
  /// means; `gradient`, unless null, receives the gradient as rows.
  Values rows(std::size_t samples, const T* target, const T* prediction, T* gradient) const;

 private:
  mocap::KinematicChain<T> bones_;
  std::vector<T> joint_weights_;
  kernels::PoseLossWeights<T> weights_;  ///< its `joints` is set where it is used
};

extern template class PoseObjective<float>;
extern template class PoseObjective<double>;

}  // namespace poseaae::objective
