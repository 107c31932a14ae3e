#include "poseaae/training/evaluation.hpp"

#include <algorithm>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/mocap/kinematic_chain.hpp"

namespace poseaae::training {

namespace {

/// Calls use(poses, their share of all, first row) for consecutive pieces of at most `batch` rows.
template <typename Use>
void in_batches(const dataset::PoseRows& poses, int batch, Use use) {
  for (Eigen::Index first = 0; first < poses.rows(); first += batch) {
    const Eigen::Index rows = std::min<Eigen::Index>(batch, poses.rows() - first);
    use(poses.copy(first, rows), static_cast<double>(rows) / static_cast<double>(poses.rows()),
        first);
  }
}

}  // namespace

PoseError pose_error(const mocap::Skeleton& skeleton, const Batch& poses,
                     const Batch& reconstruction) {
  using kernels::kLanes;
  const auto rows = static_cast<std::size_t>(poses.rows());
  const auto width = static_cast<std::size_t>(poses.cols());
  const mocap::KinematicChain<float> bones(skeleton);
  const std::vector<float> alike(bones.chain().joints, 1.0F);
  const kernels::PoseLossWeights<float> measure{kernels::PoseLossForm::kCorrected, 0.0F, 0.0F, 0.0F,
                                                alike.data()};
  const auto& kernel = kernels::table<float>();
  kernels::Buffer<float> truth(width * kLanes);
  kernels::Buffer<float> guess(width * kLanes);
  kernels::Buffer<float> scratch(kernels::pose_loss_scratch(bones.chain().joints));
  kernels::PoseLossSums sums;
  for (std::size_t first = 0; first < rows; first += kLanes) {
    const std::size_t count = std::min(kLanes, rows - first);
    kernel.to_panels(poses.data() + first * width, width, count, width, truth.data());
    kernel.to_panels(reconstruction.data() + first * width, width, count, width, guess.data());
    kernel.pose_losses(bones.chain(), measure, count, 1.0F, truth.data(), guess.data(),
                       scratch.data(), nullptr, sums);
  }
  const double count = static_cast<double>(poses.size()) / 4.0;
  return {sums.position / count, sums.quaternion / count};
}

Losses evaluate_all(Engine& engine, const dataset::PoseRows& poses, int batch) {
  Losses sum;
  sum.terms = TermValues(loss_terms().size(), 0.0);
  in_batches(poses, batch, [&](const Batch& rows, double share, Eigen::Index) {
    const Losses part = engine.evaluate(rows);
    for (std::size_t i = 0; i < sum.terms.size(); ++i) sum.terms[i] += share * part.terms[i];
    sum.total += share * part.total;
  });
  return sum;
}

PoseError reconstruction_error(Engine& engine, const mocap::Skeleton& skeleton,
                               const dataset::PoseRows& poses, int batch) {
  PoseError sum;
  in_batches(poses, batch, [&](const Batch& rows, double share, Eigen::Index) {
    const PoseError part = pose_error(skeleton, rows, engine.reconstruct(rows));
    sum.position_m += share * part.position_m;
    sum.rotation_rad += share * part.rotation_rad;
  });
  return sum;
}

Batch encode_all(Engine& engine, const dataset::PoseRows& poses, int batch) {
  Batch all;
  in_batches(poses, batch, [&](const Batch& rows, double, Eigen::Index first) {
    const Batch part = engine.encode(rows);
    if (all.size() == 0) all.resize(poses.rows(), part.cols());
    all.middleRows(first, rows.rows()) = part;
  });
  return all;
}

}  // namespace poseaae::training
