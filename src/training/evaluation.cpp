#include "poseaae/training/evaluation.hpp"

#include "in_batches.hpp"
#include "poseaae/objective/pose_objective.hpp"

namespace poseaae::training {

PoseError pose_error(const mocap::Skeleton& skeleton, const Batch& poses,
                     const Batch& reconstruction, kernels::RotationForm rotation) {
  objective::Objective measure;
  measure.rotation = rotation;
  measure.weights.assign(objective::loss_terms().size(), 0.0);
  const objective::PoseObjective<float> objective(measure, skeleton);
  const auto means = objective.rows(static_cast<std::size_t>(poses.rows()), poses.data(),
                                    reconstruction.data(), nullptr);
  return {means[1], means[2]};
}

objective::Losses evaluate_all(objective::Engine& engine, const BatchRows& poses, int batch) {
  objective::Losses sum;
  sum.terms = objective::TermValues(objective::loss_terms().size(), 0.0);
  in_batches(poses, batch, [&](const BatchRows& rows, double share, Eigen::Index) {
    const objective::Losses part = engine.evaluate(rows);
    for (std::size_t i = 0; i < sum.terms.size(); ++i) sum.terms[i] += share * part.terms[i];
    sum.total += share * part.total;
  });
  return sum;
}

PoseError reconstruction_error(objective::Engine& engine, const mocap::Skeleton& skeleton,
                               const BatchRows& poses, kernels::RotationForm rotation, int batch) {
  PoseError sum;
  in_batches(poses, batch, [&](const BatchRows& rows, double share, Eigen::Index) {
    const PoseError part = pose_error(skeleton, rows.copy(), engine.reconstruct(rows), rotation);
    sum.position_m += share * part.position_m;
    sum.rotation_rad += share * part.rotation_rad;
  });
  return sum;
}

Batch encode_all(objective::Engine& engine, const BatchRows& poses, int batch) {
  Batch all;
  in_batches(poses, batch, [&](const BatchRows& rows, double, Eigen::Index first) {
    const Batch part = engine.encode(rows);
    if (all.size() == 0) all.resize(poses.rows(), part.cols());
    all.middleRows(first, rows.rows()) = part;
  });
  return all;
}

}  // namespace poseaae::training
