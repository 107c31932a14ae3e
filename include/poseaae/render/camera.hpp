#pragma once

#include <span>
#include <string_view>

#include "poseaae/math/quaternion.hpp"

namespace poseaae::render {

using math::Vec3;

enum class Projection { kPerspective, kOrthographic };

/// "perspective" or "orthographic". @throws UsageError
[[nodiscard]] Projection parse_projection(std::string_view text);

/// The position of the camera: eye = target + d (cos e sin a, sin e, cos e cos a), Y up, with a the
/// azimuth and e the elevation. Azimuth 0 looks at the front of a dancer who faces +Z; positive
/// azimuths move the eye towards +X, positive elevations upwards.
struct Camera {
  Projection projection = Projection::kPerspective;
  double azimuth_deg = 25.0;
  double elevation_deg = 10.0;
  /// As a multiple of the distance at which the whole sequence just fits the picture: 2 shows it
  /// half as large. The perspective flattens as the camera moves away.
  double distance = 1.0;
  /// Move the camera along with the dancer (smoothed over a second) instead of showing the whole
  /// path at once.
  bool follow = false;

  /// @throws UsageError: an elevation outside [-89, 89], a distance outside [0.5, 100], or not
  /// finite
  void validate() const;
};

/// A rectangle of the picture, pixels, y down.
struct Viewport {
  double x = 0.0;
  double y = 0.0;
  double width = 0.0;
  double height = 0.0;
};

/// A world point in the picture: pixels, y down, and the distance from the eye along the viewing
/// direction in metres (larger is farther).
struct Projected {
  double x = 0.0;
  double y = 0.0;
  double depth = 0.0;
};

/// The fixed map from world points (metres) to a viewport: with right r, up u and viewing direction
/// -n, depth = d - n (p - target), x = x0 + s r(p - target), y = y0 - s u(p - target), where
/// s = focal / depth in perspective and constant otherwise. One scale for all axes.
class View {
 public:
  /// Fits the points into the viewport at camera.distance 1; they are every point of the sequence,
  /// so that the view is the same for each frame. @throws UsageError (see Camera::validate)
  View(const Camera& camera, std::span<const Vec3> points, const Viewport& viewport);

  [[nodiscard]] Projected project(const Vec3& point) const;
  /// s above.
  [[nodiscard]] double pixels_per_metre(double depth) const;
  /// Points nearer than this are not in the picture.
  [[nodiscard]] double near_depth() const noexcept { return near_; }
  [[nodiscard]] const Vec3& right() const noexcept { return right_; }
  [[nodiscard]] const Vec3& up() const noexcept { return up_; }
  /// n above: from the target to the eye, unit length.
  [[nodiscard]] const Vec3& towards_eye() const noexcept { return normal_; }
  [[nodiscard]] const Vec3& target() const noexcept { return target_; }

 private:
  void fit(const Camera& camera, std::span<const Vec3> points, const Viewport& viewport);

  bool perspective_;
  Vec3 right_;
  Vec3 up_;
  Vec3 normal_;
  Vec3 target_{0, 0, 0};
  double eye_ = 1.0;    ///< d, metres
  double scale_ = 1.0;  ///< focal length (perspective) or pixels per metre
  double x0_ = 0.0;
  double y0_ = 0.0;
  double near_ = 0.0;
};

}  // namespace poseaae::render
