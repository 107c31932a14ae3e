#include "poseaae/latent/detail.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {

LatentPath detail_of(const model::PoseAutoencoder& model, const mocap::Motion& motion) {
  const Batch poses = model.poses_of(motion);
  const Batch rebuilt = model.decode(model.encode(poses));
  LatentPath result{Batch(poses.rows(), poses.cols()), motion.fps()};
  for (int t = 0; t < motion.frames(); ++t) {
    for (int j = 0; j < motion.joints(); ++j) {
      const auto decoded = math::load_wxyz(rebuilt.row(t).data() + 4 * j).cast<double>();
      const math::Quat rest = (decoded.conjugate() * motion.rotation(t, j)).normalized();
      math::store_wxyz(Eigen::Quaternionf(rest.cast<float>()), result.points.row(t).data() + 4 * j);
    }
  }
  math::make_continuous_wxyz<float>(
      {result.points.data(), static_cast<std::size_t>(result.points.size())},
      static_cast<std::size_t>(motion.joints()));
  return result;
}

mocap::Motion add_detail(mocap::Motion motion, const LatentPath& detail) {
  if (detail.frames() != motion.frames() || detail.dim() != 4 * motion.joints()) {
    throw UsageError(
        fmt::format("detail: expected {} frames of {} joints, found an array of {} x {}",
                    motion.frames(), motion.joints(), detail.frames(), detail.dim()));
  }
  for (int t = 0; t < motion.frames(); ++t) {
    for (int j = 0; j < motion.joints(); ++j) {
      const math::Quat rest =
          math::load_wxyz(detail.points.row(t).data() + 4 * j).cast<double>().normalized();
      motion.set_rotation(t, j, motion.rotation(t, j) * rest);
    }
  }
  return motion;
}

}  // namespace poseaae::latent
