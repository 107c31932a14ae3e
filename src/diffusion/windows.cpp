#include "poseaae/diffusion/windows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::diffusion {

std::vector<int> window_starts(int frames, int window, int stride) {
  if (window < 1 || frames < window || stride < 1 || stride > window) {
    throw UsageError(fmt::format(
        "windows: expected at least {} frames, one window, and a stride from 1 to {}, found {} "
        "and {}",
        std::max(window, 1), std::max(window, 1), frames, stride));
  }
  std::vector<int> starts;
  for (int start = 0; start < frames - window; start += stride) starts.push_back(start);
  starts.push_back(frames - window);
  return starts;
}

Batch cut_windows(const Batch& points, const std::vector<int>& starts, int window) {
  const Eigen::Index width = points.cols();
  Batch windows(static_cast<Eigen::Index>(starts.size()), window * width);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    if (window < 1 || starts[i] < 0 || starts[i] + window > points.rows()) {
      throw UsageError(fmt::format("windows: expected frames {} to {} in a path of {}", starts[i],
                                   starts[i] + window, points.rows()));
    }
    // Rows lie one after the other, so a window is one stretch of memory.
    std::copy_n(points.data() + starts[i] * width, window * width,
                windows.row(static_cast<Eigen::Index>(i)).data());
  }
  return windows;
}

Batch cross_fade(const Batch& windows, const std::vector<int>& starts, int window, int frames) {
  const auto count = static_cast<Eigen::Index>(starts.size());
  if (window < 1 || windows.rows() != count || windows.cols() % window != 0) {
    throw UsageError(fmt::format("windows: expected {} of {} frames, found an array of {} x {}",
                                 count, window, windows.rows(), windows.cols()));
  }
  const Eigen::Index width = windows.cols() / window;
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(frames, width);
  Eigen::VectorXd weight = Eigen::VectorXd::Zero(frames);
  for (Eigen::Index i = 0; i < count; ++i) {
    const int start = starts[static_cast<std::size_t>(i)];
    if (start < 0 || start + window > frames) {
      throw UsageError(fmt::format("windows: expected frames {} to {} in a path of {}", start,
                                   start + window, frames));
    }
    for (int f = 0; f < window; ++f) {
      const double hat = std::min(f + 1, window - f);
      sum.row(start + f) += hat * windows.row(i).segment(f * width, width).cast<double>();
      weight[start + f] += hat;
    }
  }
  for (int f = 0; f < frames; ++f) {
    if (weight[f] == 0.0)
      throw UsageError(fmt::format(
          "windows: expected each frame to be in a window, found none for frame {}", f));
  }
  return (sum.array().colwise() / weight.array()).cast<float>();
}

WindowCode WindowCode::fit(const Batch& windows, int window, double share) {
  if (!(share > 0.0 && share <= 1.0)) {
    throw UsageError(
        fmt::format("windows: expected a share of variance above 0, at most 1, found {}", share));
  }
  const auto rank = static_cast<int>(windows.cols());
  auto pca = metrics::Pca::fit(windows, rank);
  const double total = pca.variances.sum();
  int kept = 0;
  double held = 0.0;
  // The rest may be rounding or nothing at all: a code that does not vary cannot be whitened.
  while (kept < rank && pca.variances[kept] > 0.0 && (kept == 0 || held < share * total)) {
    held += pca.variances[kept++];
  }
  if (kept == 0) throw UsageError("windows: expected latents that vary, found all of them equal");
  return {
      window,
      rank / window,
      {pca.mean, pca.encode.topRows(kept), pca.decode.leftCols(kept), pca.variances.head(kept)}};
}

Batch WindowCode::encode_noise(const Batch& windows) const {
  const Eigen::MatrixXd directions =
      pca.variances.cwiseSqrt().asDiagonal() * pca.encode;  // V^T: (K, W Z)
  return windows * directions.cast<float>().transpose();
}

}  // namespace poseaae::diffusion
