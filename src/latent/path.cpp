#include "poseaae/latent/path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/interpolation.hpp"

namespace poseaae::latent {

LatentPath every_hop(LatentPath path) {
  const auto keep = static_cast<Eigen::Index>(path.frames()) - 1;
  if (!std::exchange(path.clip_frames, std::nullopt) || keep < 1) return path;
  path.points.conservativeResize(keep, Eigen::NoChange);
  if (path.by_feet) path.by_feet->conservativeResize(keep, Eigen::NoChange);
  return path;
}

Batch resample(const Batch& points, int frames) {
  if (points.rows() == 0 || frames < 1) {
    throw UsageError(
        fmt::format("resampling: expected at least one frame before and after, found {} and {}",
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

}  // namespace poseaae::latent
