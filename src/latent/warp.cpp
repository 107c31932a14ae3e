#include "poseaae/latent/warp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {

namespace {

/// Cells (i, j) of a square grid from (0, 0) to (N - 1, N - 1).
struct Cell {
  int i = 0;
  int j = 0;
};

using Distances = Batch;

/// |a_i - b_j|
Distances distances(const Batch& a, const Batch& b) {
  Distances result(a.rows(), b.rows());
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    result.row(i) = (b.rowwise() - a.row(i)).rowwise().norm().transpose();
  }
  return result;
}

/// The cheapest chain of steps (1, n) and (n, 1), n = 1 ... max_slope, as the cells where steps
/// meet. A step begins with a diagonal (twice the distance there) and goes on straight. Where costs
/// are equal the plain diagonal wins, so that what does not differ is not warped.
std::vector<Cell> cheapest_steps(const Distances& d, int max_slope) {
  const auto count = static_cast<int>(d.rows());
  Eigen::MatrixXd cost = Eigen::MatrixXd::Constant(count, count, INFINITY);
  Eigen::Matrix<std::int16_t, Eigen::Dynamic, Eigen::Dynamic> step(count, count);
  cost(0, 0) = d(0, 0);
  for (int j = 1; j < count; ++j) {
    for (int i = 1; i < count; ++i) {
      double best = cost(i - 1, j - 1) + 2.0 * d(i, j);
      int chosen = 1;
      double along_j = 0.0;  // d(i, j) + d(i, j - 1) + ... of the straight part
      double along_i = 0.0;
      for (int n = 2; n <= max_slope; ++n) {
        if (j >= n) {
          along_j += d(i, j - n + 2);
          const double here = cost(i - 1, j - n) + 2.0 * d(i, j - n + 1) + along_j;
          if (here < best) best = here, chosen = n;
        }
        if (i >= n) {
          along_i += d(i - n + 2, j);
          const double here = cost(i - n, j - 1) + 2.0 * d(i - n + 1, j) + along_i;
          if (here < best) best = here, chosen = -n;
        }
      }
      cost(i, j) = best;
      step(i, j) = static_cast<std::int16_t>(chosen);
    }
  }
  std::vector<Cell> cells{{count - 1, count - 1}};
  while (cells.back().i > 0) {
    const auto [i, j] = cells.back();
    const int n = step(i, j);
    cells.push_back(n > 0 ? Cell{i - 1, j - n} : Cell{i + n, j - 1});
  }
  std::reverse(cells.begin(), cells.end());
  return cells;
}

/// The deviation j - i at progress (i + j) / 2 = 0, 1, ..., N - 1, linear between the cells.
std::vector<double> deviations(const std::vector<Cell>& cells) {
  std::vector<double> result;
  std::size_t next = 1;
  for (int p = 0; p <= cells.back().i; ++p) {
    while (next + 1 < cells.size() && cells[next].i + cells[next].j < 2 * p) ++next;
    const Cell& before = cells[next - 1];
    const Cell& after = cells[next];
    const double part = static_cast<double>(2 * p - before.i - before.j) /
                        (after.i + after.j - before.i - before.j);
    result.push_back((1.0 - part) * (before.j - before.i) + part * (after.j - after.i));
  }
  return result;
}

/// Gaussian average of a function that is 0 at both ends, continued by point reflection there
/// (q(-x) = -q(x)): a mean of shifted copies, so no steeper than the function, and 0 at the ends.
std::vector<double> smooth_between_zeros(const std::vector<double>& q, double sigma) {
  if (sigma <= 0.0) return q;
  const auto last = static_cast<int>(q.size()) - 1;
  const auto continued = [&](int p) {
    const int period = 2 * last;
    const int folded = ((p % period) + period) % period;
    return folded <= last ? q[folded] : -q[period - folded];
  };
  const auto reach = static_cast<int>(std::ceil(4.0 * sigma));
  std::vector<double> weights;
  double total = 0.0;
  for (int k = -reach; k <= reach; ++k) {
    weights.push_back(std::exp(-0.5 * k * k / (sigma * sigma)));
    total += weights.back();
  }
  std::vector<double> result(q.size(), 0.0);
  for (int p = 1; p < last; ++p) {
    for (int k = -reach; k <= reach; ++k) result[p] += weights[k + reach] * continued(p + k);
    result[p] /= total;
  }
  return result;
}

}  // namespace

void WarpOptions::validate() const {
  constexpr int kMax = 100;
  if (max_slope < 1 || max_slope > kMax) {
    throw UsageError(fmt::format(
        "time warping: expected a slope limit from 1 (none) to {}, found {}", kMax, max_slope));
  }
  if (!(smoothing >= 0.0) || !std::isfinite(smoothing)) {
    throw UsageError(
        fmt::format("time warping: expected a smoothing of 0 frames or more, found {}", smoothing));
  }
}

std::vector<double> Alignment::b_at_frames_of_a(int frames) const {
  std::vector<double> moments;
  std::size_t next = 1;
  for (int t = 0; t < frames; ++t) {
    while (next + 1 < a.size() && a[next] < t) ++next;
    const double width = a[next] - a[next - 1];
    const double part = width > 0.0 ? std::clamp((t - a[next - 1]) / width, 0.0, 1.0) : 0.0;
    moments.push_back(b[next - 1] + part * (b[next] - b[next - 1]));
  }
  return moments;
}

Alignment align(const Batch& a, const Batch& b, const WarpOptions& options) {
  options.validate();
  if (a.rows() == 0 || b.rows() == 0 || a.cols() != b.cols()) {
    throw UsageError(
        fmt::format("time warping: expected two paths with the same number of latents, found {} x "
                    "{} and {} x {}",
                    a.rows(), a.cols(), b.rows(), b.cols()));
  }
  constexpr Eigen::Index kMaxCells = 1500;  // a side of the grid
  const Eigen::Index longer = std::max(a.rows(), b.rows());
  const auto count = static_cast<int>(std::clamp<Eigen::Index>(longer, 2, kMaxCells));
  const auto cells =
      cheapest_steps(distances(resample(a, count), resample(b, count)), options.max_slope);
  const double scale =
      static_cast<double>(count - 1) / static_cast<double>(std::max<Eigen::Index>(longer - 1, 1));
  const auto q = smooth_between_zeros(deviations(cells), options.smoothing * scale);
  Alignment result;
  const double to_a = static_cast<double>(a.rows() - 1) / (count - 1);
  const double to_b = static_cast<double>(b.rows() - 1) / (count - 1);
  for (int p = 0; p < count; ++p) {
    result.a.push_back((p - 0.5 * q[p]) * to_a);
    result.b.push_back((p + 0.5 * q[p]) * to_b);
  }
  return result;
}

}  // namespace poseaae::latent
