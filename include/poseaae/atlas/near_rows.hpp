#pragma once

#include <cstdint>
#include <vector>

#include "poseaae/math/batch.hpp"

/// Which rows of many are the same, and which are close.
namespace poseaae::atlas {

/// Rows (N, Z) without their repetitions.
struct DistinctRows {
  Batch rows;                       ///< (M, Z), in the order in which they first appear
  std::vector<int> of;              ///< (N): number of the distinct row that each row is
  std::vector<std::int32_t> times;  ///< (M): how often each is there
};

/// Two rows are the same when all their numbers are equal.
[[nodiscard]] DistinctRows distinct_rows(const Batch& rows);

/// The nearest other rows of each row.
struct NearRows {
  int count = 0;                  ///< K
  std::vector<std::int32_t> row;  ///< (M, K), nearest first; of equally near ones the lower
  std::vector<float> squared;     ///< (M, K): |x_i - x_j|^2
};

/// Exact: every pair is compared, along the principal axes, until it is too far apart. The rows are
/// those of the smallest distances in single precision after the turn to these axes; the distances
/// are those of the rows as given. @throws UsageError unless 0 <= count < M, or when a number is
/// not finite
[[nodiscard]] NearRows near_rows(const Batch& rows, int count, int threads = 0);

}  // namespace poseaae::atlas
