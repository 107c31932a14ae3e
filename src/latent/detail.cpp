#include "poseaae/latent/detail.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::latent {

using Pose = mocap::PoseView<const float>;

LatentPath detail_of(const codec::PoseAutoencoder& model, const mocap::Motion& motion) {
  const Batch poses = model.format().rows_of(motion);
  const Batch rebuilt = model.decode(model.encode(poses));
  LatentPath result{Batch(poses.rows(), poses.cols()), motion.fps()};
  for (int t = 0; t < motion.frames(); ++t) {
    const Pose decoded(rebuilt.row(t).data());
    const mocap::PoseView rest(result.points.row(t).data());
    for (int j = 0; j < motion.joints(); ++j) {
      rest.set_rotation(j, (decoded.rotation(j).conjugate() * motion.rotation(t, j)).normalized());
    }
  }
  math::make_continuous_wxyz<float>(
      {result.points.data(), static_cast<std::size_t>(result.points.size())},
      static_cast<std::size_t>(motion.joints()));
  return result;
}

mocap::Motion add_detail(mocap::Motion motion, const LatentPath& detail) {
  if (detail.frames() != motion.frames() || detail.dim() != Pose::width(motion.joints())) {
    throw UsageError(
        fmt::format("detail: expected {} frames of {} joints, found an array of {} x {}",
                    motion.frames(), motion.joints(), detail.frames(), detail.dim()));
  }
  for (int t = 0; t < motion.frames(); ++t) {
    const Pose rest(detail.points.row(t).data());
    for (int j = 0; j < motion.joints(); ++j) {
      motion.set_rotation(t, j, motion.rotation(t, j) * rest.rotation(j).normalized());
    }
  }
  return motion;
}

}  // namespace poseaae::latent
