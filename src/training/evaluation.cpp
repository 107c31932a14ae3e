#include "poseaae/training/evaluation.hpp"

#include "in_batches.hpp"
#include "poseaae/objective/pose_objective.hpp"

namespace poseaae::training {

PoseError pose_error(const codec::PoseFormat& format, const Batch& rows,
                     const Batch& reconstruction) {
  objective::Objective measure;
  measure.rotation = format.form();
  measure.weights.assign(objective::loss_terms().size(), 0.0);
  const objective::PoseObjective<float> objective(measure, format.skeleton());
  const auto error = [&](const Batch& poses, const Batch& guess) {
    return objective.rows(static_cast<std::size_t>(poses.rows()), poses.data(), guess.data(),
                          nullptr);
  };
  const mocap::RowShape& shape = format.shape();
  if (!format.window()) {
    const auto means = error(rows, reconstruction);
    return {means[1], means[2]};
  }
  const Eigen::Index features = shape.frame_features(format.form());
  PoseError sum;
  for (int i = 0; i < shape.frames; ++i) {
    const auto means = error(rows.middleCols(i * shape.frame_width(), shape.rotations()),
                             reconstruction.middleCols(i * features, features - shape.extras()));
    sum.position_m += means[1] / shape.frames;
    sum.rotation_rad += means[2] / shape.frames;
  }
  return sum;
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

PoseError reconstruction_error(objective::Engine& engine, const codec::PoseFormat& format,
                               const BatchRows& rows, int batch) {
  PoseError sum;
  in_batches(rows, batch, [&](const BatchRows& some, double share, Eigen::Index) {
    const PoseError part = pose_error(format, some.copy(), engine.reconstruct(some));
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
