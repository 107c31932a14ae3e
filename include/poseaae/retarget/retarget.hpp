#pragma once

#include <string>
#include <vector>

#include "poseaae/mocap/motion.hpp"
#include "poseaae/retarget/character.hpp"
#include "poseaae/retarget/joint_map.hpp"

namespace poseaae::retarget {

/// Where a hand or a foot of the target is to be, and how it is to be turned, frame by frame.
struct Goal {
  int joint = 0;  ///< wrist or ankle of the target
  bool is_foot = false;
  std::vector<mocap::Vec3> positions{};  ///< T, metres
  std::vector<mocap::Quat> rotations{};  ///< T, of the world
  /// T: the same of the scaled source alone, whatever toes and reach ask for.
  std::vector<mocap::Vec3> scaled_positions{};
  std::vector<mocap::Quat> scaled_rotations{};
};

struct Retargeted {
  mocap::Motion motion;  ///< of the target's skeleton
  JointMap map;
  double scale = 1.0;  ///< of the room: L, below
  std::vector<Goal> goals{};
  /// T: by how much the body is lower than the scaled source, metres, so that legs reach.
  std::vector<double> sunk{};
  /// What could not be done, a line each.
  std::vector<std::string> warnings{};
};

/// The motion of one body on another.
///
/// **Rotations.** Both bodies stand in a pose that shows them (Character; mostly the rest pose):
/// world rotations D_i of the source and D'_j of the target. With Q = R D* the rotations from these
/// poses, joint j that follows joint i (JointMap) has
///   Q'_j = Q_i C_j,   R'_j = Q'_j D'_j,
/// where the constant C_j takes the target's bones in its pose to the source's in its own. Where
/// one skeleton is the other, but for names, order, size, rest pose, axes and joints besides, C_j
/// is the best turn (mocap::best_turn()) on top of that of the joint above: then the movement is
/// the same. Of other bodies, trunk, neck and head have C, which takes left, up and forward of one
/// to those of the other, since spines are curved and heads are set on differently; collar bones
/// too, unless they are off by more than 35 degrees; thighs, shins, arms, hands and fingers the
/// shortest turn of their bone on top of the joint above (C for thigh and upper arm); feet the turn
/// about the vertical that makes toes point the same way, since soles are level in both. A joint of
/// the source that nothing follows passes its turn on, since R_i is of the world; unmatched joints
/// of the target keep to their parent.
///
/// **The scaled source.** L is the length of the target's legs, thigh and shin, by that of the
/// source's, f the height of the floor (footing::contacts_of()), h and h' the heights of the ankles
/// over the soles of the two in their poses. A point p of the room becomes
///   S(p) = (L x, f + h' + L (y - f - h), L z),
/// so that ankles of feet that are flat on the floor are flat on the floor again. The middle of the
/// hips and the ankles go there. With A the lengths of an arm, upper arm and forearm, by those of
/// the source's, a wrist w is to be at
///   w' = u' + A (w - u),   u and u' the shoulders,
/// unless the hands are near each other, or near the floor. Up to 10 cm from each other wholly,
/// from 40 cm on not at all, smoothly between, a wrist is to be at m' + A (w - m), with m the
/// middle of both wrists, m' that of w', and the mean of both A. Near the floor likewise: the
/// height becomes f + L (y - f). All of this as far as the arm reaches.
///
/// **Hands and feet** are held there by footing::reach(), with their own R'. Where a foot of
/// another length stands on its toes, they stay and do not go through the floor: what touches,
/// heel or toes, moves as that of S does, and of both more so what moves less in the source;
/// between contacts the toes pass smoothly to their next place. For that the ankle moves by up to
/// 2 cm, and the foot turns about it by up to 5 degrees, each by its share, while the toes keep
/// their own turn. What would take more is missed: toes slide by that, or go up to 1 cm deeper
/// below the floor than those of S; more than that the ankle rises, however far.
///
/// Where a leg of the target does not reach, the body sinks, by up to 6 cm and smoothly over
/// 0.4 s before and after. Limbs fold up to 155 degrees, since beyond that an elbow jumps with
/// every millimetre. Bones keep the target's lengths, so that what is still out of a limb's reach
/// is missed.
///
/// Joints above the target's body stay at the origin; the body moves below them by a track.
/// @throws UsageError when nothing matches (match_joints())
[[nodiscard]] Retargeted retarget(const mocap::Motion& motion, const Character& target,
                                  const Overrides& overrides = {});

}  // namespace poseaae::retarget
