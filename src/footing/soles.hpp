#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/footing/contacts.hpp"

/// The soles of a motion without a root, as what may stand on a floor.
namespace poseaae::footing {

/// Feet roll: a sole point is the centre of a ball that turns with the foot and whose lowest point
/// touches the floor. Its radius is how high the point is above the lowest point of its foot when
/// the foot is flat on the floor, and the thickness of the sole, since joints and end sites are
/// inside of a foot.
///
/// All coordinates are those of the poses, which may stand anywhere and face anywhere.
class Soles {
 public:
  explicit Soles(const mocap::Motion& motion);

  /// From the lowest point of a foot down to the floor; metres, 0 at first.
  void set_thickness(double thickness) { thickness_ = thickness; }

  [[nodiscard]] int frames() const noexcept { return frames_; }
  [[nodiscard]] int points() const noexcept { return static_cast<int>(foot_.size()); }
  /// The foot that a point belongs to, counted from 0, left before right.
  [[nodiscard]] int foot(int point) const { return foot_[point]; }
  /// Length of the legs, as a multiple of a grown person's (0.8 m).
  [[nodiscard]] double scale() const noexcept { return scale_; }

  /// Height of the lowest point of the ball above the sole's thickness, metres.
  [[nodiscard]] double height(int t, int point) const {
    return at(t, point).place.y() - radius_[point];
  }
  /// The least height of anything: of balls, joints and end sites.
  [[nodiscard]] double lowest(int t) const { return lowest_[t]; }
  /// The least height of what belongs to no foot.
  [[nodiscard]] double rest_height(int t) const { return rest_[t].y(); }

  /// The centre of mass.
  [[nodiscard]] const mocap::Vec3& centre(int t) const { return centre_[t]; }
  /// By how much the whole body turned about the vertical from frame t to t + 1, radians.
  [[nodiscard]] double spin(int t) const { return spin_[t]; }

  /// Where a point is in two frames, seen from above, the rolling of its ball taken out, and by how
  /// much it turned about the vertical: the same and 0 for a point that stands, in frames of one
  /// root.
  struct Move {
    Eigen::Vector2d from{0, 0};  ///< x, z; metres
    Eigen::Vector2d to{0, 0};
    double twist = 0.0;  ///< radians
    double roll = 0.0;   ///< by how much it turned about level axes, radians
  };
  [[nodiscard]] Move move(int from, int to, int point) const;
  /// The same of the joint or end site that is the lowest of no foot in frame `from`.
  [[nodiscard]] Move rest_move(int from, int to) const;

 private:
  struct Pose {
    mocap::Vec3 place;
    mocap::Quat rotation;
  };
  [[nodiscard]] const Pose& at(int t, int point) const {
    return poses_[static_cast<std::size_t>(t) * foot_.size() + static_cast<std::size_t>(point)];
  }
  void read(const mocap::Motion& motion, const std::vector<Foot>& feet);
  void find_radii(const std::vector<std::vector<double>>& foot_lowest);

  int frames_ = 0;
  double scale_ = 1.0;
  double thickness_ = 0.0;
  std::vector<int> foot_;
  std::vector<double> radius_;
  std::vector<Pose> poses_;  ///< T x points
  std::vector<double> lowest_;
  std::vector<mocap::Vec3> centre_;
  std::vector<double> spin_;
  std::vector<mocap::Vec3> rest_;
  std::vector<int> rest_place_;                   ///< which of the others is the lowest
  std::vector<std::vector<mocap::Vec3>> others_;  ///< T x joints and end sites
};

}  // namespace poseaae::footing
