#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::dataset {

/// A view of some rows of a matrix of poses, in a given order. Matrix and row numbers must outlive
/// it.
class PoseRows {
 public:
  PoseRows(const Batch& poses, std::span<const int> rows) : poses_(&poses), rows_(rows) {}

  [[nodiscard]] Eigen::Index rows() const { return static_cast<Eigen::Index>(rows_.size()); }
  [[nodiscard]] Eigen::Index cols() const { return poses_->cols(); }
  /// The cols() numbers of a pose.
  [[nodiscard]] const float* operator[](std::size_t i) const {
    return poses_->data() + static_cast<Eigen::Index>(rows_[i]) * cols();
  }
  /// Copies of `count` poses from `first`.
  [[nodiscard]] Batch copy(Eigen::Index first, Eigen::Index count) const {
    Batch picked(count, cols());
    for (Eigen::Index i = 0; i < count; ++i) {
      std::copy_n((*this)[static_cast<std::size_t>(first + i)], cols(), picked.row(i).data());
    }
    return picked;
  }
  [[nodiscard]] Batch copy() const { return copy(0, rows()); }

 private:
  const Batch* poses_;
  std::span<const int> rows_;
};

}  // namespace poseaae::dataset
