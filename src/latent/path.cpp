#include "poseaae/latent/path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/core/error.hpp"
#include "poseaae/latent/interpolation.hpp"

namespace poseaae::latent {

Batch resample(const Batch& points, int frames) {
  if (points.rows() == 0 || frames < 1) {
    throw UsageError(fmt::format("expected a path and at least one frame, found {} and {}",
                                 points.rows(), frames));
  }
  const Eigen::Index last = points.rows() - 1;
  Batch result(frames, points.cols());
  for (int t = 0; t < frames; ++t) {
    const double position =
        frames == 1 ? 0.0 : static_cast<double>(t) * static_cast<double>(last) / (frames - 1);
    const auto left = std::min(static_cast<Eigen::Index>(position), last);
    const Eigen::Index right = std::min(left + 1, last);
    result.row(t) = lerp(points.row(left), points.row(right), position - static_cast<double>(left));
  }
  return result;
}

LatentPath at_fps(const LatentPath& path, double fps) {
  if (fps == path.fps || path.frames() < 2) return {path.points, fps};
  const double steps = (path.frames() - 1) * fps / path.fps;
  return {resample(path.points, static_cast<int>(std::lround(steps)) + 1), fps};
}

Batch curve_through(const Batch& keys, int spacing, int frames) {
  const auto last = static_cast<int>(keys.rows()) - 1;
  if (spacing < 1 || frames < 1 || (frames - 1 + spacing - 1) / spacing > last) {
    throw UsageError(fmt::format("{} keys every {} frames do not reach over {} frames", keys.rows(),
                                 spacing, frames));
  }
  const auto tangent = [&](int i) -> Eigen::RowVectorXf {
    return 0.5F * (keys.row(std::min(i + 1, last)) - keys.row(std::max(i - 1, 0)));
  };
  Batch curve(frames, keys.cols());
  for (int t = 0; t < frames; ++t) {
    const int i = t / spacing;
    if (t % spacing == 0) {
      curve.row(t) = keys.row(i);
      continue;
    }
    const float u = static_cast<float>(t % spacing) / static_cast<float>(spacing);
    const float u2 = u * u;
    const float u3 = u2 * u;
    curve.row(t) = (2 * u3 - 3 * u2 + 1) * keys.row(i) + (u3 - 2 * u2 + u) * tangent(i) +
                   (3 * u2 - 2 * u3) * keys.row(i + 1) + (u3 - u2) * tangent(i + 1);
  }
  return curve;
}

}  // namespace poseaae::latent
