#include "poseaae/latent/smoothing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {

namespace {

constexpr double kMaxLambda = 1e10;  // beyond, double precision loses the data beside lambda
/// sin(pi f / fps)^4 where the response is 1 / sqrt 2, times lambda.
constexpr double kAtCutoff = (std::numbers::sqrt2 - 1.0) / 16.0;

/// I + lambda D^T D as L diag(d) L^T, L of unit diagonal with two bands below it; D the second
/// difference, (T - 2, T) with rows 1 -2 1.
struct BandedFactor {
  std::vector<double> pivot;                 ///< d (T)
  std::vector<std::array<double, 2>> below;  ///< L(t, t - 1), L(t, t - 2)

  BandedFactor(int frames, double lambda) {
    std::vector<std::array<double, 3>> bands(static_cast<std::size_t>(frames), {1.0, 0.0, 0.0});
    constexpr std::array<double, 3> kRow{1.0, -2.0, 1.0};
    for (int i = 0; i + 2 < frames; ++i) {  // one row of D at a time: bands[t][k] is (t, t - k)
      for (int r = 0; r < 3; ++r) {
        for (int c = 0; c <= r; ++c) bands[i + r][r - c] += lambda * kRow[r] * kRow[c];
      }
    }
    pivot.resize(bands.size());
    below.resize(bands.size(), {0.0, 0.0});
    for (int t = 0; t < frames; ++t) {
      pivot[t] = bands[t][0];
      if (t > 1) {
        below[t][1] = bands[t][2] / pivot[t - 2];
        pivot[t] -= below[t][1] * bands[t][2];
      }
      if (t > 0) {
        const double above = t > 1 ? bands[t][2] * below[t - 1][0] : 0.0;
        below[t][0] = (bands[t][1] - above) / pivot[t - 1];
        pivot[t] -= below[t][0] * (bands[t][1] - above);
      }
    }
  }
};

}  // namespace

Batch smooth(const Batch& points, double lambda) {
  if (!(lambda >= 0.0 && lambda <= kMaxLambda)) {
    throw UsageError(
        fmt::format("smoothing: expected lambda from 0 to {:g}, found {}", kMaxLambda, lambda));
  }
  const auto frames = static_cast<int>(points.rows());
  if (lambda == 0.0 || frames < 3) return points;
  // The deviation from the chord is smoothed, which is the same (a line bends nowhere) but keeps
  // the numbers small beside lambda.
  using Rows = BatchOf<double>;
  const Rows z = points.cast<double>();
  const Rows step = (z.row(frames - 1) - z.row(0)) / (frames - 1);
  Rows x = z;
  for (int t = 0; t < frames; ++t) x.row(t) -= z.row(0) + t * step;
  const BandedFactor factor(frames, lambda);
  for (int t = 1; t < frames; ++t) {
    x.row(t) -= factor.below[t][0] * x.row(t - 1);
    if (t > 1) x.row(t) -= factor.below[t][1] * x.row(t - 2);
  }
  for (int t = 0; t < frames; ++t) x.row(t) /= factor.pivot[t];
  for (int t = frames - 2; t >= 0; --t) {
    x.row(t) -= factor.below[t + 1][0] * x.row(t + 1);
    if (t + 2 < frames) x.row(t) -= factor.below[t + 2][1] * x.row(t + 2);
  }
  for (int t = 0; t < frames; ++t) x.row(t) += z.row(0) + t * step;
  return x.cast<float>();
}

LatentPath smooth(const LatentPath& path, double lambda) {
  LatentPath result{smooth(path.points, lambda), path.fps};
  if (path.root) {
    result.root = path.root->with([&](const Batch& rows) { return smooth(rows, lambda); });
  }
  result.strides = path.strides;
  result.by_feet = path.by_feet;
  return result;
}

double lambda_for_cutoff(double cutoff_hz, double fps) {
  const double least = fps / std::numbers::pi * std::asin(std::pow(kAtCutoff / kMaxLambda, 0.25));
  if (!(cutoff_hz >= least && cutoff_hz <= 0.5 * fps)) {
    throw UsageError(fmt::format(
        "smoothing: expected a cut-off from {:.3g} Hz to half the frame rate ({:g} Hz), "
        "found {}",
        least, 0.5 * fps, cutoff_hz));
  }
  return kAtCutoff / std::pow(std::sin(std::numbers::pi * cutoff_hz / fps), 4);
}

}  // namespace poseaae::latent
