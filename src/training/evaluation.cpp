#include "poseaae/training/evaluation.hpp"

#include <algorithm>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/mocap/kinematic_chain.hpp"

namespace poseaae::training {

namespace {

/// Calls use(first row, rows) for consecutive pieces of at most `batch` rows.
template <typename Use>
void in_batches(Eigen::Index rows, int batch, Use use) {
  for (Eigen::Index first = 0; first < rows; first += batch) {
    use(first, std::min<Eigen::Index>(batch, rows - first));
  }
}

template <typename Map>
Batch map_all(const Batch& poses, int batch, Map map) {
  Batch all;
  in_batches(poses.rows(), batch, [&](Eigen::Index first, Eigen::Index rows) {
    const Batch part = map(poses.middleRows(first, rows));
    if (all.size() == 0) all.resize(poses.rows(), part.cols());
    all.middleRows(first, rows) = part;
  });
  return all;
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

Losses evaluate_all(Engine& engine, const Batch& poses, int batch) {
  Losses sum;
  sum.terms = TermValues(loss_terms().size(), 0.0);
  in_batches(poses.rows(), batch, [&](Eigen::Index first, Eigen::Index rows) {
    const Losses part = engine.evaluate(poses.middleRows(first, rows));
    const double share = static_cast<double>(rows) / static_cast<double>(poses.rows());
    for (std::size_t i = 0; i < sum.terms.size(); ++i) sum.terms[i] += share * part.terms[i];
    sum.total += share * part.total;
  });
  return sum;
}

Batch encode_all(Engine& engine, const Batch& poses, int batch) {
  return map_all(poses, batch, [&](const Batch& part) { return engine.encode(part); });
}

Batch reconstruct_all(Engine& engine, const Batch& poses, int batch) {
  return map_all(poses, batch, [&](const Batch& part) { return engine.reconstruct(part); });
}

}  // namespace poseaae::training
