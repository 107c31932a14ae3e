#include "poseaae/model/rotation_features.hpp"

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/kernels/table.hpp"

namespace poseaae::model {

namespace {

using kernels::kLanes;

/// use(panels, x, y): of `columns` rows each to `wanted` rows each, a batch at a time.
template <typename Use>
Batch in_panels(const Batch& batch, std::size_t wanted, Use use) {
  const auto& kernel = kernels::table<float>();
  const auto rows = static_cast<std::size_t>(batch.rows());
  const auto columns = static_cast<std::size_t>(batch.cols());
  kernels::Buffer<float> x(columns * kLanes);
  kernels::Buffer<float> y(wanted * kLanes);
  Batch result(batch.rows(), static_cast<Eigen::Index>(wanted));
  for (std::size_t first = 0; first < rows; first += kLanes) {
    const std::size_t count = std::min(kLanes, rows - first);
    kernel.to_panels(batch.data() + first * columns, columns, count, columns, x.data());
    use(kernel, x.data(), y.data());
    kernel.from_panels(y.data(), count, wanted, result.data() + first * wanted, wanted);
  }
  return result;
}

}  // namespace

Batch features_of_rotations(const Batch& poses, RotationForm form) {
  if (form == RotationForm::kQuaternion) return poses;
  const auto joints = static_cast<std::size_t>(poses.cols()) / 4;
  return in_panels(poses, 6 * joints, [&](const auto& kernel, const float* x, float* y) {
    kernel.to_six(joints, 1, x, y);
  });
}

Batch rotations_of_features(const Batch& features, RotationForm form) {
  const bool six = form == RotationForm::kSixD;
  const auto joints = static_cast<std::size_t>(features.cols()) / kernels::features_of(form);
  return in_panels(features, 4 * joints, [&](const auto& kernel, const float* x, float* y) {
    if (six) {
      kernel.from_six(joints, 1, x, y);
    } else {
      std::copy_n(x, 4 * joints * kLanes, y);
      kernel.normalise(joints, 1, y);
    }
  });
}

}  // namespace poseaae::model
