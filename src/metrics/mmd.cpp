#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/metrics/prior_match.hpp"

namespace poseaae::metrics {

namespace {

/// s / Z, each half of the one before, so that its kernel is the square of it.
constexpr std::array<double, 5> kBandwidths{4.0, 2.0, 1.0, 0.5, 0.25};
constexpr Eigen::Index kBlock = 256;  // rows a task

/// sum over i in [first, first + rows) and j < i of the mean kernel.
double kernel_sum(const Batch& x, const Eigen::VectorXf& squares, Eigen::Index first,
                  Eigen::Index rows) {
  const auto widest = static_cast<float>(-0.5 / (kBandwidths.front() * x.cols()));
  double sum = 0.0;
  Eigen::ArrayXXf products;
  for (Eigen::Index other = 0; other <= first; other += kBlock) {
    const Eigen::Index columns = std::min(kBlock, x.rows() - other);
    products = (x.middleRows(other, columns) * x.middleRows(first, rows).transpose()).array();
    for (Eigen::Index i = 0; i < rows; ++i) {
      const Eigen::Index below = std::min(columns, first + i - other);  // j < i
      Eigen::ArrayXf kernel = ((squares.segment(other, below).array() + squares[first + i] -
                                2.0F * products.col(i).head(below))
                                   .max(0.0F) *
                               widest)
                                  .exp();
      float total = 0.0F;
      for (std::size_t s = 0; s < kBandwidths.size(); ++s) {
        total += kernel.sum();
        kernel = kernel.square();
      }
      sum += total;
    }
  }
  return sum / static_cast<double>(kBandwidths.size());
}

/// E_y k(x, y) and E k(y, y'), for the mean kernel.
double with_prior(double square, double dim) {
  double sum = 0.0;
  for (const double bandwidth : kBandwidths) {
    const double s = bandwidth * dim;
    sum += std::pow(s / (s + 1.0), 0.5 * dim) * std::exp(-0.5 * square / (s + 1.0));
  }
  return sum / static_cast<double>(kBandwidths.size());
}
double of_prior(double dim) {
  double sum = 0.0;
  for (const double bandwidth : kBandwidths) {
    const double s = bandwidth * dim;
    sum += std::pow(s / (s + 2.0), 0.5 * dim);
  }
  return sum / static_cast<double>(kBandwidths.size());
}

}  // namespace

double mmd_squared(const Batch& latents, int threads) {
  const Eigen::Index count = latents.rows();
  if (count < 2 || latents.cols() < 1) {
    throw UsageError(
        fmt::format("maximum mean discrepancy: expected two encodings or more, found {} x {}",
                    count, latents.cols()));
  }
  const Eigen::VectorXf squares = latents.rowwise().squaredNorm();
  const auto blocks = static_cast<std::size_t>((count + kBlock - 1) / kBlock);
  Eigen::VectorXd parts(static_cast<Eigen::Index>(blocks));
  parallel_for(blocks, threads, [&](std::size_t block) {
    // The longest rows of blocks first, so that no thread is left with one at the end.
    const auto place = static_cast<Eigen::Index>(blocks - 1 - block);
    const Eigen::Index first = place * kBlock;
    parts[place] = kernel_sum(latents, squares, first, std::min(kBlock, count - first));
  });
  const auto n = static_cast<double>(count);
  const auto dim = static_cast<double>(latents.cols());
  double cross = 0.0;
  for (const float square : squares) cross += with_prior(square, dim);
  return 2.0 * parts.sum() / (n * (n - 1.0)) - 2.0 * cross / n + of_prior(dim);
}

}  // namespace poseaae::metrics
