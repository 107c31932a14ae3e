#pragma once

#include <string>
#include <vector>

#include "choreography/performance.hpp"
#include "poseaae/mocap/kinematics.hpp"

/// What can be measured on a dance without knowing how it was made.
namespace poseaae::choreography::test {

using math::Quat;
using math::Vec3;

/// World poses of every frame, and the tips of head, hands and feet in the skeleton's order;
/// lengths in those of the motion, or of a body of 1.70 m where that is at a scale.
struct Traced {
  explicit Traced(const mocap::Motion& motion, double scale = 1.0);
  std::vector<mocap::WorldPose> poses;
  std::vector<std::vector<Vec3>> tips;

  [[nodiscard]] const Vec3& at(int frame, int joint) const { return poses[frame].positions[joint]; }
  [[nodiscard]] int frames() const { return static_cast<int>(poses.size()); }
};

/// Rotation vector of each joint's change between frames, rad/s: (T - 1) x J.
[[nodiscard]] std::vector<std::vector<Vec3>> angular_velocities(const mocap::Motion& motion);
/// Largest change of angular velocity among the first `joints` joints (the legs come last) around
/// frames 1 .. T-2, rad/s^2: T - 2.
[[nodiscard]] std::vector<double> peak_accelerations(const mocap::Motion& motion,
                                                     int joints = kJointCount);

/// Centre of mass from segment masses (fractions of Winter 2009, table 4.1).
[[nodiscard]] Vec3 centre_of_mass(const Traced& traced, int frame);
/// Degrees by which Hips -> Neck leans towards where the hips face.
[[nodiscard]] double trunk_lean_deg(const Traced& traced, int frame);
[[nodiscard]] double mean(const std::vector<double>& values);
[[nodiscard]] double quantile(std::vector<double> values, double q);

/// One phrase a line of "kind", with a factor's text appended to each: 16 beats of each kind.
[[nodiscard]] Score score_of(const std::vector<std::string>& kinds, const std::string& factors);
/// The scores that ship, by name, and those that cross the floor.
[[nodiscard]] const std::vector<std::string>& shipped_names();
[[nodiscard]] const std::vector<std::string>& travelling_names();
/// "", "travelling" or "bodies": the folder in data/ and data/scores/ where a name's files lie.
[[nodiscard]] std::string shipped_folder(const std::string& name);
[[nodiscard]] Score shipped_score(const std::string& name);

}  // namespace poseaae::choreography::test
