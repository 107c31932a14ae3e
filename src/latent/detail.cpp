#include "poseaae/latent/detail.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::latent {

using Pose = mocap::PoseView<const float>;

namespace {

LatentPath detail_of_windows(const codec::PoseAutoencoder& model, const mocap::Motion& motion) {
  const codec::PoseFormat& format = model.format();
  const Batch windows = format.rows_to_end(format.frames_of(motion));
  const Batch frames = format.frames_to_end(windows, motion.frames());
  const Batch rebuilt = format.frames_to_end(model.decode(model.encode(windows)), motion.frames());
  LatentPath result{frames - rebuilt, motion.fps()};
  Batch rotations(frames.rows(), format.shape().rotations());
  for (Eigen::Index t = 0; t < frames.rows(); ++t) {
    const Pose from(rebuilt.row(t).data());
    const Pose to(frames.row(t).data());
    const mocap::PoseView rest(rotations.row(t).data());
    for (int j = 0; j < motion.joints(); ++j) {
      rest.set_rotation(j, (from.rotation(j).conjugate() * to.rotation(j)).normalized());
    }
  }
  math::make_continuous_wxyz<float>({rotations.data(), static_cast<std::size_t>(rotations.size())},
                                    static_cast<std::size_t>(motion.joints()));
  result.points.leftCols(rotations.cols()) = rotations;
  return result;
}

}  // namespace

LatentPath detail_of(const codec::PoseAutoencoder& model, const mocap::Motion& motion) {
  if (model.format().window()) return detail_of_windows(model, motion);
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

Batch add_detail(Batch frames, const LatentPath& detail, const codec::PoseFormat& format) {
  format.require_frames(frames);
  if (detail.frames() != frames.rows() || detail.dim() != frames.cols()) {
    throw UsageError(fmt::format("detail: expected {} frames of {} numbers, found {} of {}",
                                 frames.rows(), frames.cols(), detail.frames(), detail.dim()));
  }
  const Eigen::Index extras = frames.cols() - format.shape().rotations();
  frames.rightCols(extras) += detail.points.rightCols(extras);
  for (Eigen::Index t = 0; t < frames.rows(); ++t) {
    const Pose rest(detail.points.row(t).data());
    const mocap::PoseView pose(frames.row(t).data());
    for (int j = 0; j < format.skeleton().joints(); ++j) {
      pose.set_rotation(j, pose.rotation(j) * rest.rotation(j).normalized());
    }
  }
  return frames;
}

}  // namespace poseaae::latent
