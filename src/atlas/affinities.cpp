#include "poseaae/atlas/affinities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/kernels/layout.hpp"

namespace poseaae::atlas {

namespace {

constexpr double kReach = 7.0;  ///< nearest points for each unit of perplexity

/// Entropy of weights m_k exp(-b d_k), normalised, with d_0 = 0 for the nearest.
struct Entropy {
  double sum;       ///< of the weights
  double value;     ///< nats
  double variance;  ///< of d under the normalised weights: -dH/db / b
};

Entropy entropy_of(std::span<const double> times, std::span<const double> distances, double beta,
                   std::span<double> weights) {
  double sum = 0.0, first = 0.0, second = 0.0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const double d = distances[k];
    weights[k] = times[k] * std::exp(-beta * d);
    sum += weights[k];
    first += weights[k] * d;
    second += weights[k] * d * d;
  }
  const double mean = first / sum;
  return {sum, std::log(sum) + beta * mean, std::max(0.0, second / sum - mean * mean)};
}

/// The weights of the wanted entropy, which falls as beta grows; normalised. Newton's method in
/// log(beta), within a bracket that halves where it would leave it.
void find_weights(std::span<const double> times, std::span<const double> distances, double wanted,
                  std::span<double> weights) {
  constexpr int kMaxSteps = 200;
  constexpr double kTolerance = 1e-10;
  constexpr double kSteepest = 1e12;  // more equally near points than the perplexity asks for
  const double mean = std::accumulate(distances.begin(), distances.end(), 0.0) /
                      static_cast<double>(distances.size());
  const double scale = mean > 0.0 ? mean : 1.0;
  double low = 0.0, high = std::numeric_limits<double>::infinity();
  double beta = 1.0 / scale;
  Entropy entropy{};
  for (int step = 0; step < kMaxSteps; ++step) {
    entropy = entropy_of(times, distances, beta, weights);
    const double above = entropy.value - wanted;
    if (std::abs(above) < kTolerance || beta * scale > kSteepest) break;
    (above > 0.0 ? low : high) = beta;
    const double slope = beta * beta * entropy.variance;  // -dH / d log(beta)
    const double next = beta * std::exp(std::clamp(above / std::max(slope, 1e-300), -2.0, 2.0));
    const bool inside = next > low && next < high;
    beta = inside ? next : std::isinf(high) ? 2.0 * beta : 0.5 * (low + high);
  }
  for (double& weight : weights) weight /= entropy.sum;
}

/// p_b|a of the near points, and p_a|a of the repetitions.
struct Conditionals {
  std::vector<float> near;  ///< (M, K), as NearRows
  std::vector<float> own;   ///< (M)
};

Conditionals conditionals(const DistinctRows& points, const NearRows& near, double perplexity,
                          int threads) {
  const auto count = static_cast<std::size_t>(near.count);
  Conditionals p{std::vector<float>(near.row.size()), std::vector<float>(points.times.size())};
  constexpr std::size_t kRows = 64;  // a task
  const std::size_t all = points.times.size();
  parallel_for((all + kRows - 1) / kRows, threads, [&](std::size_t task) {
    std::vector<double> times, distances, weights;
    for (std::size_t a = task * kRows; a < std::min(all, (task + 1) * kRows); ++a) {
      const int again = points.times[a] - 1;
      times.clear();
      distances.clear();
      // What is nearest costs nothing: the exponentials of far points cannot all vanish.
      const double nearest = again > 0 || count == 0 ? 0.0 : near.squared[a * count];
      for (std::size_t k = 0; k < count; ++k) {
        const std::size_t at = a * count + k;
        times.push_back(points.times[static_cast<std::size_t>(near.row[at])]);
        distances.push_back(near.squared[at] - nearest);
      }
      if (again > 0) {
        times.push_back(again);
        distances.push_back(0.0);
      }
      weights.resize(times.size());
      find_weights(times, distances, std::log(perplexity), weights);
      for (std::size_t k = 0; k < count; ++k)
        p.near[a * count + k] = static_cast<float>(weights[k]);
      if (again > 0) p.own[a] = static_cast<float>(weights.back());
    }
  });
  return p;
}

/// A column index and a number.
struct Entry {
  std::int32_t which;
  float value;
};

/// The entries of each row of a sparse matrix.
struct Lists {
  std::vector<std::size_t> first;
  std::vector<Entry> entries;

  [[nodiscard]] std::span<const Entry> of(std::size_t row) const {
    return std::span(entries).subspan(first[row], first[row + 1] - first[row]);
  }
};

/// For each point, those that count it among their neighbours, rising.
Lists transposed(const NearRows& near, const std::vector<float>& values, std::size_t points) {
  Lists lists{std::vector<std::size_t>(points + 1), std::vector<Entry>(values.size())};
  for (const std::int32_t b : near.row) ++lists.first[static_cast<std::size_t>(b) + 1];
  std::partial_sum(lists.first.begin(), lists.first.end(), lists.first.begin());
  std::vector<std::size_t> next(lists.first.begin(), lists.first.end() - 1);
  for (std::size_t at = 0; at < values.size(); ++at) {
    const auto a = static_cast<std::int32_t>(at / static_cast<std::size_t>(near.count));
    lists.entries[next[static_cast<std::size_t>(near.row[at])]++] = {a, values[at]};
  }
  return lists;
}

/// Calls take(b, p_b|a, p_a|b) for each b in either list, rising.
template <typename Take>
void merge(std::span<const Entry> own, std::span<const Entry> others, const Take& take) {
  auto p = own.begin();
  auto q = others.begin();
  while (p != own.end() || q != others.end()) {
    if (q == others.end() || (p != own.end() && p->which < q->which)) {
      take(p->which, p->value, 0.0F);
      ++p;
    } else if (p == own.end() || q->which < p->which) {
      take(q->which, 0.0F, q->value);
      ++q;
    } else {
      take(p->which, p->value, q->value);
      ++p;
      ++q;
    }
  }
}

double p_log(double p, double pairs) { return p > 0.0 ? p * std::log(p / pairs) : 0.0; }

}  // namespace

Affinities affinities(const DistinctRows& points, double perplexity, int threads) {
  const auto n = static_cast<double>(points.of.size());
  const std::size_t m = points.times.size();
  if (!(perplexity > 1.0 && perplexity <= (n - 1.0) / 3.0)) {
    throw UsageError(
        fmt::format("t-SNE: expected a perplexity above 1 and at most a third of the number of "
                    "other points ({:.4g}), found {:g}; use more points or a smaller perplexity",
                    (n - 1.0) / 3.0, perplexity));
  }
  if (!points.rows.allFinite())
    throw UsageError("t-SNE: expected finite coordinates, found one that is not");
  const int count =
      static_cast<int>(std::min(std::ceil(kReach * perplexity), static_cast<double>(m - 1)));
  const NearRows near = near_rows(points.rows, count, threads);
  const Conditionals p = conditionals(points, near, perplexity, threads);
  const Lists others = transposed(near, p.near, m);

  Affinities result;
  result.times.assign(points.times.begin(), points.times.end());
  result.first.push_back(0);
  std::vector<Entry> own;
  for (std::size_t a = 0; a < m; ++a) {
    const double times = points.times[a];
    own.clear();
    for (std::size_t k = a * static_cast<std::size_t>(count);
         k < (a + 1) * static_cast<std::size_t>(count); ++k) {
      own.push_back({near.row[k], p.near[k]});
    }
    std::sort(own.begin(), own.end(),
              [](const Entry& x, const Entry& y) { return x.which < y.which; });
    merge(own, others.of(a), [&](std::int32_t b, double there, double back) {
      const double others_times = points.times[static_cast<std::size_t>(b)];
      const double joint = (times * there + others_times * back) / (2.0 * n);
      if (joint <= 0.0) return;
      result.which.push_back(b);
      result.share.push_back(static_cast<float>(joint / times));
      result.information += p_log(joint, times * others_times);
    });
    if (times > 1.0) result.information += p_log(times * p.own[a] / n, times * (times - 1.0));
    const std::size_t whole = kernels::padded(result.which.size());
    result.which.resize(whole, static_cast<std::int32_t>(a));
    result.share.resize(whole, 0.0F);
    result.first.push_back(whole);
  }
  return result;
}

}  // namespace poseaae::atlas
