#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/mocap/kinematic_chain.hpp"
#include "poseaae/objective/engine.hpp"
#include "poseaae/objective/panel_frames.hpp"

namespace poseaae::objective {

/// (J): the weights of joints, of mean 1.
template <typename T>
[[nodiscard]] std::vector<T> weights_of_joints(const Objective& objective, int joints);

/// (W): the weights of frames, of mean 1.
template <typename T>
[[nodiscard]] std::vector<T> weights_of_frames(const Objective& objective, int frames);

/// The loss terms that depend on poses alone, computed together with their gradient by one kernel
/// (kernels::Table::pose_losses); of windows, the means over all frames. Both engines use it on a
/// CPU. T is float or double.
template <typename T>
class PoseObjective {
 public:
  /// Names of the terms, in the order of PoseLossSums.
  static constexpr std::array<std::string_view, 4> kTerms{"norm", "position", "quaternion",
                                                          "rotation"};

  PoseObjective(const Objective& objective, const mocap::Skeleton& skeleton,
                const mocap::RowShape& rows);
  /// Of single poses.
  PoseObjective(const Objective& objective, const mocap::Skeleton& skeleton)
      : PoseObjective(objective, skeleton, {.joints = skeleton.joints()}) {}

  [[nodiscard]] std::size_t joints() const { return joint_weights_.size(); }
  /// Columns of a prediction, F.
  [[nodiscard]] std::size_t prediction_width() const { return prediction_.row(); }

  /// Adds the losses of a panel of `lanes` out of `samples` rows to `sums`; `gradient`, unless
  /// null, receives the gradient of the weighted mean over samples, frames and joints with respect
  /// to the prediction, which is 0 for roots and contacts.
  /// `scratch` holds scratch_size() numbers.
  void add_panel(const kernels::Table<T>& kernels, std::size_t lanes, std::size_t samples,
                 const T* target, const T* prediction, T* scratch, T* gradient,
                 kernels::PoseLossSums& sums) const;
  [[nodiscard]] std::size_t scratch_size() const { return kernels::pose_loss_scratch(joints()); }

  /// A number for each of kTerms.
  using Values = std::array<double, kTerms.size()>;
  /// The means of the terms over `samples` rows, from their sums.
  [[nodiscard]] Values means(const kernels::PoseLossSums& sums, std::size_t samples) const;

  /// The same for rows, `target` (samples, P) and `prediction` (samples, prediction_width()): the
  /// means; `gradient`, unless null, receives the gradient as rows.
  Values rows(std::size_t samples, const T* target, const T* prediction, T* gradient) const;

 private:
  /// Of the means: samples x frames x joints.
  [[nodiscard]] double count(std::size_t samples) const {
    return static_cast<double>(samples * truth_.count) * static_cast<double>(joints());
  }

  PanelFrames truth_;
  PanelFrames prediction_;
  mocap::KinematicChain<T> bones_;
  std::vector<T> joint_weights_;
  std::vector<T> frame_weights_;
  kernels::PoseLossWeights<T> weights_;  ///< its `joints` is set where it is used
};

extern template class PoseObjective<float>;
extern template class PoseObjective<double>;

}  // namespace poseaae::objective
