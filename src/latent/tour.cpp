#include "poseaae/latent/tour.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "latent/curve.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/frame_count.hpp"

namespace poseaae::latent {

namespace {

/// The way through whitened keys, by u: key i at u = i, and closed at u = segments.
class Route {
 public:
  Route(Batch keys, Way way, bool closed)
      : keys_(std::move(keys)), way_(way), closed_(closed), curve_(keys_, closed) {}

  [[nodiscard]] int segments() const { return curve_.segments(); }

  [[nodiscard]] Eigen::VectorXf at(double u) const {
    if (way_ == Way::kCurve || segments() == 0) return curve_.at(u);
    const int from = std::clamp(static_cast<int>(u), 0, segments() - 1);
    const auto to = closed_ ? (from + 1) % keys_.rows() : from + 1;
    return interpolate(kind(), keys_.row(from), keys_.row(to), u - from);
  }

  [[nodiscard]] Batch at(const std::vector<double>& parameters) const {
    Batch points(static_cast<Eigen::Index>(parameters.size()), keys_.cols());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      points.row(static_cast<Eigen::Index>(i)) = at(parameters[i]);
    }
    return points;
  }

 private:
  [[nodiscard]] Interpolation kind() const {
    if (way_ == Way::kLerp) return Interpolation::kLerp;
    return way_ == Way::kSlerp ? Interpolation::kSlerp : Interpolation::kVariancePreserving;
  }

  Batch keys_;
  Way way_;
  bool closed_;
  Curve curve_;
};

std::vector<double> eased(const TourOptions& options, int frames) {
  std::vector<double> parameters;
  for (int t = 0; t < frames; ++t) {
    parameters.push_back(ease(options.easing, static_cast<double>(t) / options.frames_per_segment));
  }
  return parameters;
}

}  // namespace

const Names<Way>& way_names() {
  static const Names<Way> names{{"lerp", Way::kLerp},
                                {"slerp", Way::kSlerp},
                                {"variance-preserving", Way::kVariancePreserving},
                                {"curve", Way::kCurve}};
  return names;
}

void TourOptions::validate() const {
  if (frames_per_segment < 1) {
    throw UsageError(
        fmt::format("frames per segment: expected at least 1, found {}", frames_per_segment));
  }
}

LatentPath tour(const Batch& keys, const LatentGaussian& space, const TourOptions& options,
                double fps, const PointMetric& metric) {
  options.validate();
  if (keys.rows() < 1) throw UsageError("tour: expected at least one key, found none");
  const Route route(space.whiten(keys), options.way, options.closed);
  const auto stations = static_cast<int>(keys.rows());
  const double segments = options.closed ? stations : stations - 1;
  const int frames = mocap::checked_frames(
      segments * options.frames_per_segment + (options.closed ? 0.0 : 1.0), "tour");
  if (options.pace == Pace::kEased) {
    LatentPath path{space.unwhiten(route.at(eased(options, frames))), fps};
    for (int i = 0; i < stations; ++i)
      path.points.row(i * options.frames_per_segment) = keys.row(i);
    return path;
  }
  const auto latents = [&](const std::vector<double>& parameters) {
    return space.unwhiten(route.at(parameters));
  };
  const PointMetric whitened = [&](const Batch& z) -> Eigen::MatrixXd {
    return space.whiten(z).cast<double>();
  };
  const auto parameters =
      constant_pace(latents, route.segments(), frames, options.closed, metric ? metric : whitened);
  LatentPath path{latents(parameters), fps};
  path.points.row(0) = keys.row(0);
  if (!options.closed) path.points.row(frames - 1) = keys.row(stations - 1);
  return path;
}

}  // namespace poseaae::latent
