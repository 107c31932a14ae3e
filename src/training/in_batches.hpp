#pragma once

#include <algorithm>

#include "poseaae/dataset/pose_rows.hpp"
#include "poseaae/objective/engine.hpp"

namespace poseaae::training {

/// Calls use(poses, their share of all, first row) for consecutive pieces of at most `batch` rows.
template <typename Use>
void in_batches(const dataset::PoseRows& poses, int batch, Use use) {
  for (Eigen::Index first = 0; first < poses.rows(); first += batch) {
    const Eigen::Index rows = std::min<Eigen::Index>(batch, poses.rows() - first);
    use(poses.copy(first, rows), static_cast<double>(rows) / static_cast<double>(poses.rows()),
        first);
  }
}

}  // namespace poseaae::training
