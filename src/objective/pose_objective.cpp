#include "poseaae/objective/pose_objective.hpp"

#include <algorithm>

namespace poseaae::objective {

template <typename T>
std::vector<T> weights_of_joints(const Objective& objective, int joints) {
  std::vector<T> weights(static_cast<std::size_t>(joints), T(1));
  std::transform(objective.joint_weights.begin(), objective.joint_weights.end(), weights.begin(),
                 [](double weight) { return static_cast<T>(weight); });
  return weights;
}

template std::vector<float> weights_of_joints(const Objective&, int);
template std::vector<double> weights_of_joints(const Objective&, int);

template <typename T>
std::vector<T> weights_of_frames(const Objective& objective, int frames) {
  std::vector<T> weights(static_cast<std::size_t>(frames), T(1));
  std::transform(objective.frame_weights.begin(), objective.frame_weights.end(), weights.begin(),
                 [](double weight) { return static_cast<T>(weight); });
  return weights;
}

template std::vector<float> weights_of_frames(const Objective&, int);
template std::vector<double> weights_of_frames(const Objective&, int);

namespace {

/// Sums of a frame of this weight to those of all.
void add_weighted(const kernels::PoseLossSums& frame, double weight, kernels::PoseLossSums& all) {
  all.norm += weight * frame.norm;
  all.position += weight * frame.position;
  all.quaternion += weight * frame.quaternion;
  all.rotation += weight * frame.rotation;
}

template <typename T>
T weight_of(const Objective& objective, std::string_view term) {
  return static_cast<T>(objective.weights.at(term_index(term)));
}

}  // namespace

template <typename T>
PoseObjective<T>::PoseObjective(const Objective& objective, const mocap::Skeleton& skeleton,
                                const mocap::RowShape& rows)
    : truth_(rows, kernels::RotationForm::kQuaternion),
      prediction_(rows, objective.rotation),
      bones_(skeleton, objective.position_unit_m(), objective.body),
      joint_weights_(weights_of_joints<T>(objective, skeleton.joints())),
      frame_weights_(weights_of_frames<T>(objective, rows.frames)),
      weights_{objective.form.poses,
               objective.rotation,
               weight_of<T>(objective, kTerms[0]),
               weight_of<T>(objective, kTerms[1]),
               weight_of<T>(objective, kTerms[2]),
               weight_of<T>(objective, kTerms[3]),
               nullptr} {}

template <typename T>
void PoseObjective<T>::add_panel(const kernels::Table<T>& kernels, std::size_t lanes,
                                 std::size_t samples, const T* target, const T* prediction,
                                 T* scratch, T* gradient, kernels::PoseLossSums& sums) const {
  auto weights = weights_;
  weights.joints = joint_weights_.data();
  const auto scale = static_cast<T>(1.0 / count(samples));
  for (std::size_t t = 0; t < truth_.count; ++t) {
    T* const slope = gradient == nullptr ? nullptr : prediction_.frame(gradient, t);
    kernels::PoseLossSums frame;
    const bool counts_once = frame_weights_[t] == T(1);
    kernels.pose_losses(bones_.chain(), weights, lanes, scale * frame_weights_[t],
                        truth_.frame(target, t), prediction_.frame(prediction, t), scratch, slope,
                        counts_once ? sums : frame);
    if (!counts_once) add_weighted(frame, static_cast<double>(frame_weights_[t]), sums);
    if (slope == nullptr) continue;
    std::fill(prediction_.root(gradient, t), prediction_.frame(gradient, t + 1), T(0));
  }
}

template <typename T>
auto PoseObjective<T>::means(const kernels::PoseLossSums& sums, std::size_t samples) const
    -> Values {
  const double all = count(samples);
  return {sums.norm / all, sums.position / all, sums.quaternion / all, sums.rotation / all};
}

template <typename T>
auto PoseObjective<T>::rows(std::size_t samples, const T* target, const T* prediction,
                            T* gradient) const -> Values {
  using kernels::kLanes;
  const auto& kernel = kernels::table<T>();
  const std::size_t true_width = truth_.row();
  const std::size_t width = prediction_width();
  kernels::Buffer<T> truth(true_width * kLanes);
  kernels::Buffer<T> guess(width * kLanes);
  kernels::Buffer<T> slope(width * kLanes);
  kernels::Buffer<T> scratch(scratch_size());
  kernels::PoseLossSums sums;
  for (std::size_t first = 0; first < samples; first += kLanes) {
    const std::size_t lanes = std::min(kLanes, samples - first);
    kernel.to_panels(target + first * true_width, nullptr, true_width, lanes, true_width,
                     truth.data());
    kernel.to_panels(prediction + first * width, nullptr, width, lanes, width, guess.data());
    add_panel(kernel, lanes, samples, truth.data(), guess.data(), scratch.data(),
              gradient == nullptr ? nullptr : slope.data(), sums);
    if (gradient != nullptr) {
      kernel.from_panels(slope.data(), lanes, width, gradient + first * width, width);
    }
  }
  return means(sums, samples);
}

template class PoseObjective<float>;
template class PoseObjective<double>;

}  // namespace poseaae::objective
