#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/arithmetic.hpp"
#include "poseaae/latent/warp.hpp"

namespace poseaae::latent {

namespace {

/// Moments (T) of a clip, in frames, for each frame of another of T.
using Moments = std::vector<double>;

Moments stretched(int frames, int length) {
  Moments moments(static_cast<std::size_t>(frames), 0.0);
  for (int t = 1; t < frames; ++t) {
    moments[static_cast<std::size_t>(t)] =
        static_cast<double>(t) * (length - 1) / static_cast<double>(frames - 1);
  }
  return moments;
}

/// Their common shape decides: a style shifts all of a clip, which says nothing of when.
Moments aligned(const Batch& a, const Batch& b, const LatentGaussian& space) {
  const auto shape = [&](const Batch& points) {
    const Batch e = space.whiten(points);
    return Batch(e.rowwise() - e.colwise().mean());
  };
  return align(shape(a), shape(b)).b_at_frames_of_a(static_cast<int>(a.rows()));
}

/// Moments of C for each frame of A, from those of B for A's frames and of C for B's.
Moments chained(const Moments& of_b, const Moments& of_c) {
  Moments chained;
  const auto last = static_cast<double>(of_c.size() - 1);
  for (const double moment : of_b) {
    const double inside = std::clamp(moment, 0.0, last);
    const auto before = static_cast<std::size_t>(inside);
    const std::size_t after = std::min(before + 1, of_c.size() - 1);
    const double share = inside - static_cast<double>(before);
    chained.push_back((1.0 - share) * of_c[before] + share * of_c[after]);
  }
  return chained;
}

/// The points of a path at moments between frames, linear in between.
Batch at_moments(const Batch& points, const Moments& moments) {
  Batch result(static_cast<Eigen::Index>(moments.size()), points.cols());
  const auto last = static_cast<double>(points.rows() - 1);
  for (std::size_t i = 0; i < moments.size(); ++i) {
    const double moment = std::clamp(moments[i], 0.0, last);
    const auto before = static_cast<Eigen::Index>(std::floor(moment));
    const Eigen::Index after = std::min(before + 1, points.rows() - 1);
    const auto share = static_cast<float>(moment - static_cast<double>(before));
    result.row(static_cast<Eigen::Index>(i)) =
        (1.0F - share) * points.row(before) + share * points.row(after);
  }
  return result;
}

/// Gaussian average over time; at the ends, the part of the window that exists.
Batch smoothed(const Batch& points, double sigma) {
  if (sigma <= 0.0) return points;
  const auto reach = static_cast<Eigen::Index>(std::ceil(3.0 * sigma));
  Batch result = Batch::Zero(points.rows(), points.cols());
  for (Eigen::Index t = 0; t < points.rows(); ++t) {
    double total = 0.0;
    const Eigen::Index end = std::min(t + reach, points.rows() - 1);
    for (Eigen::Index i = std::max<Eigen::Index>(t - reach, 0); i <= end; ++i) {
      const auto off = static_cast<double>(i - t);
      const double weight = std::exp(-0.5 * off * off / (sigma * sigma));
      result.row(t) += static_cast<float>(weight) * points.row(i);
      total += weight;
    }
    result.row(t) /= static_cast<float>(total);
  }
  return result;
}

/// By how much the feet decide the way of poses that were changed by so much (T, Z), in whitened
/// coordinates: alone from 0.3 on, root mean square, since another style has other strides.
Batch led(const Batch& change) {
  constexpr float kWhole = 0.3F;
  const auto dim = static_cast<float>(std::max<Eigen::Index>(1, change.cols()));
  return (change.rowwise().norm() / (kWhole * std::sqrt(dim))).cwiseMin(1.0F);
}

}  // namespace

LatentPath transfer(const LatentPath& content, const LatentPath& style, const LatentPath& neutral,
                    const LatentGaussian& space, const ClipStyleOptions& options) {
  for (const LatentPath* path : {&content, &style, &neutral}) {
    if (path->frames() == 0 || path->dim() != content.dim()) {
      throw UsageError(
          fmt::format("style of clips: expected paths with {} latents, found {} frames with {}",
                      content.dim(), path->frames(), path->dim()));
    }
  }
  const int frames = content.frames();
  Moments of_neutral = stretched(frames, neutral.frames());
  Moments of_style = stretched(frames, style.frames());
  if (options.align && frames > 1) {
    of_neutral = aligned(content.points, neutral.points, space);
    of_style = chained(of_neutral, aligned(neutral.points, style.points, space));
  }
  const Batch difference =
      smoothed(at_moments(style.points, of_style) - at_moments(neutral.points, of_neutral),
               options.smoothing_s * content.fps);
  LatentPath result = content;
  for (int t = 0; t < frames; ++t) {
    result.points.row(t) += static_cast<float>(options.strength.at(t, frames)) * difference.row(t);
  }
  result.by_feet = led(space.whiten(result.points) - space.whiten(content.points));
  return result;
}

}  // namespace poseaae::latent
