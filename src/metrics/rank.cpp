#include "poseaae/metrics/rank.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "poseaae/base/error.hpp"

namespace poseaae::metrics {

Eigen::VectorXd ranks(const Eigen::VectorXd& values) {
  if (values.hasNaN()) throw UsageError("ranks: expected numbers, found NaN");
  std::vector<Eigen::Index> order(static_cast<std::size_t>(values.size()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::sort(order.begin(), order.end(),
            [&](Eigen::Index a, Eigen::Index b) { return values[a] < values[b]; });
  Eigen::VectorXd result(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    const double rank = 0.5 * static_cast<double>(first + 1 + last);
    for (; first < last; ++first) result[order[first]] = rank;
  }
  return result;
}

double spearman(const Eigen::VectorXd& x, const Eigen::VectorXd& y) {
  if (x.size() != y.size() || x.size() < 2) {
    throw UsageError(fmt::format(
        "Spearman's rho: expected two lists of the same length, at least 2, found {} and {}",
        x.size(), y.size()));
  }
  Eigen::VectorXd a = ranks(x);
  Eigen::VectorXd b = ranks(y);
  a.array() -= a.mean();
  b.array() -= b.mean();
  const double scale = std::sqrt(a.squaredNorm() * b.squaredNorm());
  return scale > 0.0 ? a.dot(b) / scale : 0.0;
}

}  // namespace poseaae::metrics
