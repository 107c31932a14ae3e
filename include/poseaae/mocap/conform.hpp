#pragma once

#include <string>
#include <vector>

#include "poseaae/mocap/motion.hpp"

namespace poseaae::mocap {

/// The same movement with rotations that start from another rest pose. With D_j = turns[j] the
/// rotation of joint j from its rest pose to the other, and p the parent of j (D_p = 1 for the
/// root),
///   q'_j = D_p q_j D_j*,   l'_j = D_p l_j,
/// so that every world position of a joint stays what it was: R'_j = R_j D_j*.
[[nodiscard]] Motion with_rest_turned(const Motion& motion, const std::vector<Quat>& turns);

/// A skeleton that motions are brought to, and whose it is ("the model", "a.bvh"), for messages.
struct Standard {
  const Skeleton& skeleton;
  std::string owner;
  /// J: world rotations in a pose that shows the body (retarget::Character), for clips of other
  /// joints; empty where the rest pose does.
  std::vector<Quat> pose{};
};

/// A motion on the joints and the rest pose of another skeleton.
struct Conformed {
  Motion motion;
  std::vector<std::string> left_out;  ///< joints that the other skeleton lacks
  double rest_angle_deg = 0.0;        ///< the largest rotation between bones of the two rest poses
  std::string rest_joint{};           ///< where that is: the joint at the end of the bone
};

/// The same movement with the joints of the standard, found by their names, in its order, and with
/// rotations that start from its rest pose (with_rest_turned()). Lengths of bones stay.
///
/// D_j takes the bone that leaves joint j to that of the standard by the shortest turn on top of
/// D_p, and several bones by the best turn (Kabsch 1976), each by its length; a joint without bones
/// has that of its parent, and the root that of the whole rest pose where that is turned. Bones
/// shorter than 1 cm, and bones with a translation track, say nothing. A turn on top of D_p of less
/// than a degree is none, since bodies differ by as much.
///
/// Joints that the standard lacks are removed (remove_joints()).
/// @throws UsageError naming the joint when one is missing or hangs from another parent, and when
/// no rotation brings the bones of a joint within 45 degrees of those of the standard
[[nodiscard]] Conformed conform(Motion motion, const Standard& standard);

/// Whether conform() finds every joint of the standard, below the same one.
[[nodiscard]] bool has_joints_of(const Skeleton& skeleton, const Standard& standard);

/// What conform() had to change, a line each, beginning with `source`.
[[nodiscard]] std::vector<std::string> changes_of(const Conformed& conformed,
                                                  const std::string& source,
                                                  const Standard& standard);

}  // namespace poseaae::mocap
