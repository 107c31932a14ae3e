#pragma once

#include <functional>
#include <string>
#include <vector>

#include "poseaae/mocap/motion.hpp"

/// A dance that is shipped, and its dancer under other names and in other forms.
namespace poseaae::retarget::test {

/// Frames [first, last) of data/<name>.bvh; all of them where last is below 0.
[[nodiscard]] mocap::Motion shipped(const std::string& name, int first = 0, int last = -1);

/// Names of the 22 joints of the shipped dancers, in their order, as a family of programs has them.
struct Family {
  std::string name;
  std::vector<std::string> joints;
};
[[nodiscard]] const std::vector<Family>& families();

[[nodiscard]] mocap::Skeleton with_names(const mocap::Skeleton& skeleton,
                                         const std::vector<std::string>& names);

/// World positions of two joints of two motions, the largest distance over all frames.
[[nodiscard]] double largest_distance(const mocap::Motion& a, int joint_a, const mocap::Motion& b,
                                      int joint_b);
/// The largest angle by which the turn of one joint since the first frame differs from that of the
/// other, degrees: the same rotations whatever the axes of the joints.
[[nodiscard]] double largest_turn_deg(const mocap::Motion& a, int joint_a, const mocap::Motion& b,
                                      int joint_b);

}  // namespace poseaae::retarget::test
