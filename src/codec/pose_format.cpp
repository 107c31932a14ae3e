#include "poseaae/codec/pose_format.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/kernels/buffer.hpp"
#include "poseaae/kernels/table.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::codec {

namespace {

using kernels::kLanes;
using Pose = mocap::PoseView<const float>;

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
    kernel.to_panels(batch.data() + first * columns, nullptr, columns, count, columns, x.data());
    use(kernel, x.data(), y.data());
    kernel.from_panels(y.data(), count, wanted, result.data() + first * wanted, wanted);
  }
  return result;
}

}  // namespace

const Names<RotationForm>& rotation_names() {
  static const Names<RotationForm> names{{"quaternion", RotationForm::kQuaternion},
                                         {"6d", RotationForm::kSixD}};
  return names;
}

PoseFormat::PoseFormat(mocap::Skeleton skeleton, RotationForm form, std::vector<float> reference)
    : skeleton_(std::move(skeleton)),
      form_(form),
      reference_(std::move(reference)),
      channels_{{"rotations", 0, Pose::width(skeleton_.joints())}} {
  if (reference_.empty() || reference_.size() == static_cast<std::size_t>(width())) return;
  throw ModelError(fmt::format("reference pose of {} joints: expected {} numbers, found {}",
                               skeleton_.joints(), width(), reference_.size()));
}

int PoseFormat::features() const {
  return skeleton_.joints() * static_cast<int>(kernels::features_of(form_));
}

void PoseFormat::require(const Batch& rows) const {
  if (rows.cols() == width()) return;
  throw UsageError(fmt::format("poses of {} joints: expected {} numbers per row, found {}",
                               skeleton_.joints(), width(), rows.cols()));
}

void PoseFormat::require(const mocap::Skeleton& found) const {
  const auto& expected = skeleton_;
  const auto j = expected.first_difference(found);
  if (!j) return;
  throw UsageError(fmt::format(
      "this clip does not have the model's skeleton: joint {}: expected '{}', found '{}' ({} and "
      "{} joints); use a clip with the skeleton that the model was trained on",
      *j, *j < expected.joints() ? expected.name(*j) : "nothing",
      *j < found.joints() ? found.name(*j) : "nothing", expected.joints(), found.joints()));
}

std::string PoseFormat::channel_names() const {
  std::string names;
  for (const Channel& channel : channels_) names += (names.empty() ? "" : " ") + channel.name;
  return names;
}

void PoseFormat::require_channels(const std::string& names) const {
  if (names == channel_names()) return;
  throw ModelError(fmt::format("pose channels: expected '{}', found '{}'; use a newer PoseAAE",
                               channel_names(), names));
}

Batch PoseFormat::rows_of(const mocap::Motion& motion) const {
  require(motion.skeleton());
  return Eigen::Map<const BatchOf<double>>(motion.rotations().data(), motion.frames(), width())
      .cast<float>();
}

mocap::Motion PoseFormat::motion_of(const Batch& rows, double fps) const {
  require(rows);
  mocap::Motion motion(skeleton_, fps, static_cast<int>(rows.rows()));
  for (int t = 0; t < motion.frames(); ++t) {
    const Pose pose(rows.row(t).data());
    motion.set_root_position(t, mocap::Vec3::Zero());
    for (int j = 0; j < motion.joints(); ++j) motion.set_rotation(t, j, pose.rotation(j));
  }
  return motion;
}

void PoseFormat::align(Batch& rows) const {
  align(std::span(rows.data(), static_cast<std::size_t>(rows.size())));
}

void PoseFormat::align(std::span<float> pose) const {
  if (reference_.empty()) return;
  math::align_hemispheres_wxyz(pose, std::span<const float>(reference_));
}

Batch PoseFormat::features_of(Batch rows) const {
  require(rows);
  align(rows);
  if (form_ == RotationForm::kQuaternion) return rows;
  const auto joints = static_cast<std::size_t>(skeleton_.joints());
  return in_panels(
      rows, static_cast<std::size_t>(features()),
      [&](const auto& kernel, const float* x, float* y) { kernel.to_six(joints, 1, x, y); });
}

Batch PoseFormat::rows_of_features(const Batch& features) const {
  const auto joints = static_cast<std::size_t>(skeleton_.joints());
  const auto size = static_cast<std::size_t>(width());
  return in_panels(features, size, [&](const auto& kernel, const float* x, float* y) {
    if (form_ == RotationForm::kSixD) {
      kernel.from_six(joints, 1, x, y);
    } else {
      std::copy_n(x, size * kLanes, y);
      kernel.normalise(joints, 1, y);
    }
  });
}

}  // namespace poseaae::codec
