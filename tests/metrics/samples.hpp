#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "poseaae/core/random.hpp"
#include "poseaae/metrics/rows.hpp"

namespace poseaae::test {

/// (count, width) samples of N(0, I).
inline metrics::Rows normal_rows(int count, int width, std::uint64_t seed = 1) {
  metrics::Rows rows(count, width);
  Random random(seed);
  random.fill_normal({rows.data(), static_cast<std::size_t>(rows.size())});
  return rows;
}

/// The same rows in another order.
inline metrics::Rows shuffled(const metrics::Rows& rows, std::uint64_t seed = 5) {
  std::vector<int> order(static_cast<std::size_t>(rows.rows()));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  Random(seed).shuffle(std::span(order));
  metrics::Rows other(rows.rows(), rows.cols());
  for (std::size_t i = 0; i < order.size(); ++i) {
    other.row(static_cast<Eigen::Index>(i)) = rows.row(order[i]);
  }
  return other;
}

}  // namespace poseaae::test
