#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "poseaae/math/batch.hpp"

namespace poseaae {

/// A view of rows of a matrix, in a given order: those that `rows` names, or all of them. With a
/// `span`, each row is that many consecutive rows of the matrix, from the one that is named on, so
/// that rows may overlap. Matrix and row numbers must outlive it.
class BatchRows {
 public:
  BatchRows(const Batch& matrix)  // NOLINT(google-explicit-constructor): a batch is all its rows
      : matrix_(&matrix), count_(matrix.rows()) {}
  BatchRows(const Batch& matrix, std::span<const int> rows, Eigen::Index span = 1)
      : matrix_(&matrix),
        which_(rows.data()),
        count_(static_cast<Eigen::Index>(rows.size())),
        span_(span) {}

  [[nodiscard]] Eigen::Index rows() const { return count_; }
  [[nodiscard]] Eigen::Index cols() const { return span_ * stride(); }
  /// From one row of the matrix to the next.
  [[nodiscard]] Eigen::Index stride() const { return matrix_->cols(); }
  /// The matrix, and the numbers of its rows: null where these are rows() one after the other, from
  /// the number of the first on.
  [[nodiscard]] const Batch& matrix() const { return *matrix_; }
  [[nodiscard]] const int* which() const { return which_; }
  [[nodiscard]] int number(std::size_t i) const {
    return which_ != nullptr ? which_[i] : static_cast<int>(first_ + static_cast<Eigen::Index>(i));
  }
  /// The cols() numbers of a row.
  [[nodiscard]] const float* operator[](std::size_t i) const {
    return matrix_->data() + static_cast<Eigen::Index>(number(i)) * stride();
  }
  /// `count` of these rows, from `first`.
  [[nodiscard]] BatchRows part(Eigen::Index first, Eigen::Index count) const {
    BatchRows some = *this;
    some.count_ = count;
    if (which_ != nullptr) {
      some.which_ += first;
    } else {
      some.first_ += first;
    }
    return some;
  }
  void copy_to(Batch& picked) const {
    picked.resize(rows(), cols());
    for (Eigen::Index i = 0; i < rows(); ++i) {
      std::copy_n((*this)[static_cast<std::size_t>(i)], cols(), picked.row(i).data());
    }
  }
  [[nodiscard]] Batch copy() const {
    Batch picked;
    copy_to(picked);
    return picked;
  }

 private:
  const Batch* matrix_;
  const int* which_ = nullptr;
  Eigen::Index first_ = 0;
  Eigen::Index count_;
  Eigen::Index span_ = 1;
};

}  // namespace poseaae
