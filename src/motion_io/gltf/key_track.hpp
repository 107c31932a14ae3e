#pragma once

#include <span>
#include <vector>

#include "content.hpp"

namespace poseaae::mocap::gltf {

/// The keys of one property of a node over time (glTF 2.0, 3.11 and appendix C).
class KeyTrack {
 public:
  /// `width`: 4 for a rotation x y z w, 3 else. @throws InputError for keys that are not in order,
  /// or fewer values than keys
  KeyTrack(Content& content, const Sampler& sampler, std::size_t width);

  /// K, seconds, increasing, at least one.
  [[nodiscard]] std::span<const double> times() const noexcept { return times_; }
  /// The value at a time; before the first key that of the first, after the last that of the last.
  /// STEP holds a key until the next. LINEAR is a straight line, between rotations the arc of the
  /// shorter way. CUBICSPLINE with step d, u in [0, 1] between keys k and k+1:
  ///   (2u^3 - 3u^2 + 1) v_k + d (u^3 - 2u^2 + u) b_k + (3u^2 - 2u^3) v_k+1 + d (u^3 - u^2) a_k+1,
  /// with a the tangent in and b the tangent out; a rotation is brought to unit length.
  [[nodiscard]] Vec3 place(double time) const;
  [[nodiscard]] Quat rotation(double time) const;

 private:
  /// The last key not after the time, and how far the time is on the way to the next, in [0, 1).
  struct Between {
    std::size_t key;
    double share;
  };
  [[nodiscard]] Between between(double time) const;
  [[nodiscard]] const double* value(std::size_t key) const;
  template <typename Vector>
  [[nodiscard]] Vector spline(const Between& at) const;
  [[nodiscard]] Quat quaternion(std::size_t key) const;

  Interpolation interpolation_;
  std::size_t width_;
  std::vector<double> times_;
  std::vector<double> values_;
};

/// The frame rate of keys at these times, per track; seconds. A recording has its keys on a grid:
/// 1 / the usual step between keys, brought to a whole rate or one of NTSC's (n 1000/1001) where
/// it is as near as times in float precision are. Keys set by hand are farther apart: then the
/// first of 30, 60, 24, 25, 50, 120, 48, 72, 90, 100, 144, 240 and NTSC's whose frames all keys
/// fall on; 30 where none has.
[[nodiscard]] double rate_of(const std::vector<std::span<const double>>& tracks);

}  // namespace poseaae::mocap::gltf
