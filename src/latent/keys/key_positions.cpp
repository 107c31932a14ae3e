#include "key_positions.hpp"

#include <algorithm>

namespace poseaae::latent::keys {

using kernels::kLanes;

template <typename T>
KeyPositions<T>::KeyPositions(const mocap::Skeleton& skeleton, int body, kernels::RotationForm form)
    : chain_(skeleton, 1.0, body),
      form_(form),
      joints_(static_cast<std::size_t>(skeleton.joints())),
      size_(joints_ * kernels::features_of(form)),
      quaternions_(4 * joints_ * kLanes),
      positions_(3 * joints_ * kLanes),
      gradient_(size_ * kLanes),
      scratch_(kernels::pose_loss_scratch(joints_)) {}

/// Calls with(first, lanes) for the panels of so many rows.
template <typename With>
void by_panels(Eigen::Index rows, With with) {
  constexpr auto kStep = static_cast<Eigen::Index>(kLanes);
  for (Eigen::Index first = 0; first < rows; first += kStep) {
    with(first, static_cast<std::size_t>(std::min(kStep, rows - first)));
  }
}

template <typename T>
BatchOf<double> KeyPositions<T>::forward(const BatchOf<double>& features) {
  const auto& kernel = kernels::table<T>();
  const BatchOf<T> rows = features.template cast<T>();
  const auto count = static_cast<std::size_t>(rows.rows());
  panels_.resize(kernels::padded(count) * size_);
  kernel.to_panels(rows.data(), nullptr, size_, count, size_, panels_.data());
  BatchOf<T> found(rows.rows(), static_cast<Eigen::Index>(3 * joints_));
  by_panels(rows.rows(), [&](Eigen::Index first, std::size_t lanes) {
    if (form_ == kernels::RotationForm::kSixD) {
      kernel.from_six(joints_, 1, panel(first), quaternions_.data());
    } else {
      std::copy_n(panel(first), quaternions_.size(), quaternions_.data());
      kernel.normalise(joints_, 1, quaternions_.data());
    }
    kernel.forward_kinematics(chain_.chain(), quaternions_.data(), scratch_.data(),
                              positions_.data());
    kernel.from_panels(positions_.data(), lanes, 3 * joints_, found.row(first).data(), 3 * joints_);
  });
  return found.template cast<double>();
}

template <typename T>
BatchOf<double> KeyPositions<T>::backward(const BatchOf<double>& by_positions) {
  const auto& kernel = kernels::table<T>();
  const BatchOf<T> rows = by_positions.template cast<T>();
  BatchOf<T> found(rows.rows(), static_cast<Eigen::Index>(size_));
  by_panels(rows.rows(), [&](Eigen::Index first, std::size_t lanes) {
    kernel.to_panels(rows.row(first).data(), nullptr, 3 * joints_, lanes, 3 * joints_,
                     positions_.data());
    kernel.positions_backward(chain_.chain(), form_, lanes, panel(first), positions_.data(),
                              scratch_.data(), gradient_.data());
    kernel.from_panels(gradient_.data(), lanes, size_, found.row(first).data(), size_);
  });
  return found.template cast<double>();
}

template class KeyPositions<float>;
template class KeyPositions<double>;

}  // namespace poseaae::latent::keys
