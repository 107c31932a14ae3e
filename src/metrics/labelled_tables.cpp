#include "labelled_tables.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace poseaae::metrics {

namespace {

std::vector<int> ascending(const Eigen::VectorXd& values) {
  std::vector<int> order(static_cast<std::size_t>(values.size()));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return values[a] < values[b]; });
  return order;
}

std::vector<int> bins_along(const Eigen::VectorXd& values, const std::vector<int>& order,
                            int bins) {
  const std::size_t count = order.size();
  std::vector<int> found(count);
  for (std::size_t first = 0; first < count;) {
    std::size_t end = first + 1;
    while (end < count && values[order[end]] == values[order[first]]) ++end;
    // (first + end) / 2 = mean rank + 1/2, in whole numbers until the end.
    const std::size_t bin = static_cast<std::size_t>(bins) * (first + end) / (2 * count);
    for (; first < end; ++first)
      found[static_cast<std::size_t>(order[first])] = static_cast<int>(bin);
  }
  return found;
}

}  // namespace

std::vector<int> quantile_bins(const Eigen::VectorXd& values, int bins) {
  return bins_along(values, ascending(values), bins);
}

Eigen::VectorXd standardised(const Eigen::VectorXd& values) {
  constexpr double kFlat = 1e-6;  // of the largest value: what is left of equal floats
  const double largest = values.cwiseAbs().maxCoeff();
  const Eigen::VectorXd centred = values.array() - values.mean();
  const double deviation = std::sqrt(centred.squaredNorm() / static_cast<double>(values.size()));
  if (deviation <= kFlat * largest) return Eigen::VectorXd::Zero(values.size());
  return centred / deviation;
}

CodeTable::CodeTable(const Batch& codes, int bin_count)
    : bins(bin_count), standardised(codes.rows(), codes.cols()) {
  for (Eigen::Index j = 0; j < codes.cols(); ++j) {
    const Eigen::VectorXd column = codes.col(j).cast<double>();
    standardised.col(j) = metrics::standardised(column);
    constant.push_back(standardised.col(j).isZero(0.0));
    order.push_back(ascending(column));
    binned.push_back(bins_along(column, order.back(), bins));
  }
}

FactorTable::FactorTable(const Factor& factor, int bins)
    : categorical(factor.categorical), classes(bins), values(factor.values) {
  if (!categorical) {
    labels = quantile_bins(values, bins);
    return;
  }
  classes = static_cast<int>(values.maxCoeff()) + 1;
  for (const double value : values) labels.push_back(static_cast<int>(value));
}

FactorTable FactorTable::taken_from(const std::vector<int>& rows) const {
  FactorTable other = *this;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    other.labels[i] = labels[static_cast<std::size_t>(rows[i])];
    other.values[static_cast<Eigen::Index>(i)] = values[rows[i]];
  }
  return other;
}

FactorTables tables_of(const std::vector<Factor>& factors, int bins) {
  FactorTables tables;
  for (const Factor& factor : factors) tables.emplace_back(factor, bins);
  return tables;
}

std::vector<int> folds_of(const std::vector<int>& clips, int folds) {
  std::map<int, int> fold_of_clip;
  std::vector<int> fold_of;
  for (const int clip : clips) {
    const int next = static_cast<int>(fold_of_clip.size()) % folds;
    fold_of.push_back(fold_of_clip.try_emplace(clip, next).first->second);
  }
  return fold_of;
}

}  // namespace poseaae::metrics
