#include "poseaae/training/evaluation.hpp"

#include <algorithm>
#include <cmath>

#include "poseaae/math/quaternion.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::training {

namespace {

std::vector<float> positions_of(const mocap::Skeleton& skeleton, const Batch& poses) {
  std::vector<float> positions(static_cast<std::size_t>(poses.size()) / 4 * 3);
  mocap::forward_kinematics<float>(skeleton, {poses.data(), static_cast<std::size_t>(poses.size())},
                                   positions);
  return positions;
}

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
  Batch unit = reconstruction;
  math::normalise_wxyz(std::span<float>(unit.data(), static_cast<std::size_t>(unit.size())));
  const auto truth = positions_of(skeleton, poses);
  const auto guess = positions_of(skeleton, unit);
  PoseError error;
  for (std::size_t i = 0; i < truth.size(); i += 3) {
    error.position_m += (Eigen::Map<const Eigen::Vector3f>(&truth[i]) -
                         Eigen::Map<const Eigen::Vector3f>(&guess[i]))
                            .norm();
  }
  for (Eigen::Index i = 0; i < poses.size(); i += 4) {
    error.rotation_rad += math::angle_between(
        math::load_wxyz(poses.data() + i).cast<double>(),
        math::load_wxyz(static_cast<const float*>(unit.data()) + i).cast<double>());
  }
  const double count = static_cast<double>(poses.size()) / 4.0;
  return {error.position_m / count, error.rotation_rad / count};
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
