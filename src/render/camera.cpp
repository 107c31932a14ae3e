#include "poseaae/render/camera.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"

namespace poseaae::render {

namespace {

// The eye that fits stands this many half diagonals of the scene away: near enough to feel space,
// far enough not to distort a body.
constexpr double kEyeDistance = 3.6;
// A scene is never taken for smaller than this (one joint, a single pose of a pin).
constexpr double kSmallestRadius_m = 0.05;

struct Interval {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  [[nodiscard]] double middle() const { return 0.5 * (low + high); }
  [[nodiscard]] double length() const { return high - low; }
};

}  // namespace

Projection parse_projection(std::string_view text) {
  if (text == "perspective") return Projection::kPerspective;
  if (text == "orthographic") return Projection::kOrthographic;
  throw UsageError(
      fmt::format("projection: expected perspective or orthographic, found '{}'", text));
}

void Camera::validate() const {
  require_between("camera azimuth", azimuth_deg, -1e6, 1e6, " degrees");
  if (!(elevation_deg >= -89.0 && elevation_deg <= 89.0)) {
    throw UsageError(
        fmt::format("camera elevation: expected -89 to 89 degrees, found {}", elevation_deg));
  }
  if (!(distance >= 0.5 && distance <= 100.0)) {
    throw UsageError(fmt::format(
        "camera distance: expected 0.5 to 100 (1 fits the whole sequence), found {}", distance));
  }
}

View::View(const Camera& camera, std::span<const Vec3> points, const Viewport& viewport)
    : perspective_(camera.projection == Projection::kPerspective) {
  camera.validate();
  if (points.empty())
    throw UsageError("picture: expected at least one point to look at, found none");
  const double a = camera.azimuth_deg * std::numbers::pi / 180.0;
  const double e = camera.elevation_deg * std::numbers::pi / 180.0;
  normal_ = Vec3(std::cos(e) * std::sin(a), std::sin(e), std::cos(e) * std::cos(a));
  right_ = Vec3(std::cos(a), 0.0, -std::sin(a));
  up_ = normal_.cross(right_);
  fit(camera, points, viewport);
}

void View::fit(const Camera& camera, std::span<const Vec3> points, const Viewport& viewport) {
  Interval x, y, z;
  for (const Vec3& p : points) {
    x.add(right_.dot(p));
    y.add(up_.dot(p));
    z.add(normal_.dot(p));
  }
  target_ = x.middle() * right_ + y.middle() * up_ + z.middle() * normal_;
  const double radius =
      std::max(kSmallestRadius_m, 0.5 * std::hypot(x.length(), y.length(), z.length()));
  const double fitted_eye = kEyeDistance * radius;

  // The picture's extent seen from the fitted eye, on a plane one metre (perspective) in front.
  Interval u, v;
  for (const Vec3& p : points) {
    const Vec3 q = p - target_;
    const double shrink = perspective_ ? 1.0 / (fitted_eye - normal_.dot(q)) : 1.0;
    u.add(right_.dot(q) * shrink);
    v.add(up_.dot(q) * shrink);
  }
  const double smallest = 2.0 * kSmallestRadius_m / (perspective_ ? fitted_eye : 1.0);
  scale_ = std::min(viewport.width / std::max(u.length(), smallest),
                    viewport.height / std::max(v.length(), smallest));
  x0_ = viewport.x + 0.5 * viewport.width - scale_ * u.middle();
  y0_ = viewport.y + 0.5 * viewport.height + scale_ * v.middle();
  eye_ = fitted_eye * camera.distance;
  if (!perspective_) scale_ /= camera.distance;
  near_ = 0.1 * eye_;
}

double View::pixels_per_metre(double depth) const {
  return perspective_ ? scale_ / std::max(depth, near_) : scale_;
}

Projected View::project(const Vec3& point) const {
  const Vec3 q = point - target_;
  const double depth = eye_ - normal_.dot(q);
  const double s = pixels_per_metre(depth);
  return {x0_ + s * right_.dot(q), y0_ - s * up_.dot(q), depth};
}

}  // namespace poseaae::render
