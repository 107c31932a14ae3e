#pragma once

#include <functional>
#include <span>
#include <vector>

#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::render {

using math::Vec3;
using mocap::Side;

/// A limb between two points of the actor.
struct Bone {
  int from = 0;
  int to = 0;
  Side side = Side::kMiddle;
  bool head = false;  ///< drawn as the skull: rounder than a limb, without joints
  bool neck = false;  ///< joins the skull to the body, without joints
};

/// A motion made ready to draw: world points of every frame (joints, end sites, skull), bones
/// between them and a radius for each, worked out once.
///
/// Sides and head are those of the anatomy (mocap::anatomy_of()). What only positions the body in
/// space is not drawn, nor what else hangs there.
class Actor {
 public:
  explicit Actor(const mocap::Motion& motion);

  /// Each point stays where it was until it is farther than distance(frame, point) away, metres;
  /// then it takes its true place. What hardly moves so does not move at all.
  void keep_steady(const std::function<double(int, const Vec3&)>& distance);

  [[nodiscard]] int frames() const noexcept { return frames_; }
  /// Points of a frame, metres; the last frame from there on.
  [[nodiscard]] std::span<const Vec3> points(int frame) const;
  [[nodiscard]] const std::vector<Bone>& bones() const noexcept { return bones_; }
  /// Radius of each point, metres.
  [[nodiscard]] const std::vector<double>& radii() const noexcept { return radii_; }
  /// Indices of points that are drawn at all.
  [[nodiscard]] const std::vector<int>& visible() const noexcept { return visible_; }
  /// Tips of the body: ends of limbs, skull left out.
  [[nodiscard]] const std::vector<int>& tips() const noexcept { return tips_; }
  /// Where the body is: the pelvis.
  [[nodiscard]] const Vec3& body(int frame) const;
  /// Person's height, metres: the longest chain below the pelvis plus spine and skull; without a
  /// head the longest chain.
  [[nodiscard]] double height() const noexcept { return height_; }
  /// The lowest visible point of the whole motion: the floor.
  [[nodiscard]] double floor() const noexcept { return floor_; }

 private:
  void find_bones(const mocap::Skeleton& skeleton, const std::vector<Side>& sides);
  void gather_points(const mocap::Motion& motion);
  void measure(const mocap::Motion& motion);
  void set_radii();

  int frames_;
  int stride_ = 0;  ///< points per frame
  int body_ = 0;
  int head_ = -1;
  int skull_ = -1;                 ///< index of the skull's two points
  Vec3 skull_direction_{0, 1, 0};  ///< in the head's frame
  double height_ = 1.0;
  double floor_ = 0.0;
  std::vector<Vec3> points_;  ///< frames x stride
  std::vector<Bone> bones_;
  std::vector<double> radii_;
  std::vector<int> visible_;
  std::vector<int> tips_;
};

}  // namespace poseaae::render
