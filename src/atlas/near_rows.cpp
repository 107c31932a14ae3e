#include "poseaae/atlas/near_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/kernels/buffer.hpp"
#include "poseaae/kernels/embedding.hpp"
#include "poseaae/kernels/table.hpp"
#include "poseaae/metrics/pca.hpp"

namespace poseaae::atlas {

namespace {

constexpr Eigen::Index kQueries = 16;       // a task
constexpr std::size_t kPanelsInCache = 64;  // that those queries look at in turn

/// The rows along their principal axes, the one of the largest variance first: most pairs are seen
/// to be far apart after a few numbers.
Batch along_axes(const Batch& rows) {
  const auto pca = metrics::Pca::fit(rows, static_cast<int>(rows.cols()));
  Eigen::MatrixXd axes = pca.decode;  // directions times the deviation along them
  for (Eigen::Index k = 0; k < axes.cols(); ++k) {
    if (pca.variances[k] > 0.0) axes.col(k) /= std::sqrt(pca.variances[k]);
  }
  Batch turned(rows.rows(), rows.cols());
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    turned.row(i) = ((rows.row(i).cast<double>() - pca.mean.transpose()) * axes).cast<float>();
  }
  return turned;
}

/// Candidates of one query. What is kept are always the nearest so far.
class Candidates {
 public:
  Candidates(std::size_t wanted, std::int32_t rows) : wanted_(wanted), rows_(rows) {
    const std::size_t capacity = 4 * wanted + 8 * kernels::kLanes;
    squared_.resize(capacity);
    row_.resize(capacity);
  }

  void search(const kernels::EmbeddingTable& table, std::size_t features, const float* panels,
              std::size_t first, std::size_t last, const float* query) {
    kernels::FoundRows found{count_, squared_.size(), squared_.data(), row_.data()};
    while (true) {
      first = table.search(features, panels, first, last, query, limit_, &found);
      count_ = found.count;
      if (first == last) return;
      prune();
      found.count = count_;
    }
  }

  /// Leaves no more than wanted.
  void prune() {
    best_.clear();
    for (std::size_t i = 0; i < count_; ++i) {
      if (row_[i] < rows_) best_.emplace_back(squared_[i], row_[i]);  // a lane without a row
    }
    if (best_.size() > wanted_) {
      const auto last = best_.begin() + static_cast<std::ptrdiff_t>(wanted_) - 1;
      std::nth_element(best_.begin(), last, best_.end());
      limit_ = last->first;
      best_.resize(wanted_);
    }
    count_ = best_.size();
    for (std::size_t i = 0; i < count_; ++i) std::tie(squared_[i], row_[i]) = best_[i];
  }

  [[nodiscard]] std::span<const std::int32_t> rows() const { return {row_.data(), count_}; }

 private:
  std::size_t wanted_;
  std::int32_t rows_;
  std::size_t count_ = 0;
  float limit_ = std::numeric_limits<float>::max();
  std::vector<float> squared_;
  std::vector<std::int32_t> row_;
  std::vector<std::pair<float, std::int32_t>> best_;
};

/// Candidates among all panels, those around the queries first: clips go on as they were, so that
/// what follows has little left to beat.
void search_all(const kernels::EmbeddingTable& table, const kernels::Buffer<float>& panels,
                std::size_t count, const Batch& turned, Eigen::Index first,
                std::vector<Candidates>& candidates) {
  const auto features = static_cast<std::size_t>(turned.cols());
  const auto look = [&](std::size_t block) {
    const std::size_t from = block * kPanelsInCache;
    const std::size_t to = std::min(from + kPanelsInCache, count);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const float* query = turned.row(first + static_cast<Eigen::Index>(i)).data();
      candidates[i].search(table, features, panels.data(), from, to, query);
    }
  };
  const std::size_t blocks = (count + kPanelsInCache - 1) / kPanelsInCache;
  const std::size_t own = static_cast<std::size_t>(first) / kernels::kLanes / kPanelsInCache;
  look(own);
  for (std::size_t block = 0; block < blocks; ++block) {
    if (block != own) look(block);
  }
}

}  // namespace

DistinctRows distinct_rows(const Batch& rows) {
  const Eigen::Index n = rows.rows(), width = rows.cols();
  const auto row = [&](int i) {
    return std::span(rows.data() + i * width, static_cast<std::size_t>(width));
  };
  std::vector<int> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    const auto x = row(a), y = row(b);
    const auto [p, q] = std::mismatch(x.begin(), x.end(), y.begin());
    return p == x.end() ? a < b : *p < *q;
  });
  // The first of each run of equal rows stands for all of them.
  std::vector<int> first(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool again = i > 0 && std::ranges::equal(row(order[i - 1]), row(order[i]));
    first[static_cast<std::size_t>(order[i])] =
        again ? first[static_cast<std::size_t>(order[i - 1])] : order[i];
  }
  DistinctRows distinct;
  distinct.of.resize(order.size());
  std::vector<int> kept;
  for (int i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (first[at] == i) {
      distinct.of[at] = static_cast<int>(kept.size());
      kept.push_back(i);
      distinct.times.push_back(0);
    } else {
      distinct.of[at] = distinct.of[static_cast<std::size_t>(first[at])];
    }
    ++distinct.times[static_cast<std::size_t>(distinct.of[at])];
  }
  distinct.rows = rows(kept, Eigen::all);
  return distinct;
}

NearRows near_rows(const Batch& rows, int count, int threads) {
  const Eigen::Index n = rows.rows();
  if (count < 0 || (count >= n && count > 0)) {
    throw UsageError(fmt::format("nearest of {} rows: expected a number from 0 to {}, found {}", n,
                                 n - 1, count));
  }
  NearRows near{count, {}, {}};
  if (count == 0) return near;
  const Batch turned = along_axes(rows);
  const auto features = static_cast<std::size_t>(turned.cols());
  const std::size_t panels = kernels::blocks_of(static_cast<std::size_t>(n));
  kernels::Buffer<float> arranged(panels * kernels::kLanes * features);
  kernels::table<float>().to_panels(turned.data(), nullptr, features, static_cast<std::size_t>(n),
                                    features, arranged.data());
  const auto& table = kernels::embedding_table(kernels::active_level());
  const auto wanted = static_cast<std::size_t>(count);
  near.row.resize(static_cast<std::size_t>(n) * wanted);
  near.squared.resize(near.row.size());
  const auto tasks = static_cast<std::size_t>((n + kQueries - 1) / kQueries);
  parallel_for(tasks, threads, [&](std::size_t task) {
    const Eigen::Index first = static_cast<Eigen::Index>(task) * kQueries;
    const auto queries = static_cast<std::size_t>(std::min(kQueries, n - first));
    std::vector<Candidates> candidates(queries,
                                       Candidates(wanted + 1, static_cast<std::int32_t>(n)));
    search_all(table, arranged, panels, turned, first, candidates);
    std::vector<std::pair<float, std::int32_t>> sorted;
    for (std::size_t q = 0; q < queries; ++q) {
      candidates[q].prune();
      const Eigen::Index own = first + static_cast<Eigen::Index>(q);
      sorted.clear();
      for (const std::int32_t row : candidates[q].rows()) {
        if (row == own) continue;
        const double squared =
            (rows.row(row).cast<double>() - rows.row(own).cast<double>()).squaredNorm();
        sorted.emplace_back(static_cast<float>(squared), row);
      }
      std::sort(sorted.begin(), sorted.end());
      for (std::size_t k = 0; k < wanted; ++k) {
        const std::size_t at = static_cast<std::size_t>(own) * wanted + k;
        std::tie(near.squared[at], near.row[at]) = sorted[k];
      }
    }
  });
  return near;
}

}  // namespace poseaae::atlas
