#pragma once

#include <algorithm>

#include "poseaae/math/batch_rows.hpp"
#include "poseaae/objective/engine.hpp"

namespace poseaae::training {

/// Calls use(poses, their share of all, first row) for consecutive pieces of at most `batch` rows.
template <typename Use>
void in_batches(const BatchRows& poses, int batch, Use use) {
  for (Eigen::Index first = 0; first < poses.rows(); first += batch) {
    const Eigen::Index rows = std::min<Eigen::Index>(batch, poses.rows() - first);
    use(poses.part(first, rows), static_cast<double>(rows) / static_cast<double>(poses.rows()),
        first);
  }
}

}  // namespace poseaae::training
