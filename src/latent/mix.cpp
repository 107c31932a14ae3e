#include "poseaae/latent/mix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/core/error.hpp"

namespace poseaae::latent {

namespace {

Batch match_length(const Batch& points, int frames, LengthMatch how) {
  if (points.rows() == frames) return points;
  return how == LengthMatch::kTruncate ? Batch(points.topRows(frames)) : resample(points, frames);
}

}  // namespace

void MixOptions::validate() const {
  for (const double value : {factor.value_or(0.0), from, to}) {
    if (!std::isfinite(value)) {
      throw UsageError(
          fmt::format("mix factor: expected a number, 0 (the first clip) to 1 (the "
                      "second), found {}",
                      value));
    }
  }
}

LatentPath mix(const LatentPath& a, const LatentPath& b, const MixOptions& options) {
  options.validate();
  if (a.frames() == 0 || b.frames() == 0 || a.dim() != b.dim()) {
    throw UsageError(
        fmt::format("expected two paths of one latent space, found {} x {} and {} x {}", a.frames(),
                    a.dim(), b.frames(), b.dim()));
  }
  const LatentPath other = at_fps(b, a.fps);
  const int frames = options.lengths == LengthMatch::kTruncate
                         ? std::min(a.frames(), other.frames())
                         : std::max(a.frames(), other.frames());
  const Batch first = match_length(a.points, frames, options.lengths);
  const Batch second = match_length(other.points, frames, options.lengths);
  LatentPath result{Batch(frames, a.dim()), a.fps};
  for (int t = 0; t < frames; ++t) {
    const double progress = frames == 1 ? 0.0 : static_cast<double>(t) / (frames - 1);
    const double w = options.factor.value_or(options.from + (options.to - options.from) * progress);
    result.points.row(t) = interpolate(options.interpolation, first.row(t), second.row(t), w);
  }
  return result;
}

}  // namespace poseaae::latent
