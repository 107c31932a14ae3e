#pragma once

#include <functional>
#include <string>
#include <vector>

#include "poseaae/mocap/motion.hpp"

/// Changes to a clip before it becomes data: each takes a Motion and returns a new one.
namespace poseaae::mocap {

/// Removes the joints whose name equals or matches a shell pattern (`*Finger*`). With a_1 ... a_n
/// the removed joints between j and its nearest ancestor that stays, topmost first,
///   q'_j = q_a1 ... q_an q_j,   l'_j = l_a1 + q_a1 (l_a2 + ... q_an l_j),
/// so that world transforms of the joints that stay are unchanged. Offsets compose in the rest pose
/// (independent of the data, so that clips of one performer keep one skeleton); where l'_j leaves
/// that offset, the joint gets a translation track. A removed joint without children becomes an end
/// site of its nearest ancestor that stays, under its own name; end sites of removed joints go.
/// The root can be removed when one joint takes its place.
/// @throws UsageError when a pattern matches nothing (with the nearest name), or the tree would
/// fall apart
[[nodiscard]] Motion remove_joints(const Motion& motion, const std::vector<std::string>& patterns);

/// Names of joints whose local rotation stays within `tolerance` radians of its first frame over
/// the clip; what "drop static joints" hands to remove_joints(). The root is among them only if
/// another joint can take its place. None for a clip of one frame, which cannot tell.
[[nodiscard]] std::vector<std::string> static_joints(const Motion& motion, double tolerance = 1e-4);

/// Another frame rate by slerp of rotations and linear interpolation of positions: frame k is the
/// motion at k / fps, so the first frame stays and the duration (T-1)/fps to within one new frame.
/// @throws UsageError when fps is not positive
[[nodiscard]] Motion resample(const Motion& motion, double fps);

/// Sign continuity of every joint over time (math::make_continuous_wxyz).
[[nodiscard]] Motion make_continuous(Motion motion);

/// Turns the dancer to face +Z in every frame: with R the world rotation of the joint that carries
/// the body and H its twist about the vertical (Y), R' = H^-1 R, above the origin (x = z = 0). The
/// height stays. The body's joint is the root, or its descendant while the root does not turn and
/// has one child.
[[nodiscard]] Motion remove_heading(const Motion& motion);

/// Gives the joint that carries the body the world rotation `upright(skeleton, joint)` in every
/// frame, above the origin: what is left are the body's own angles. Height and joint as above.
[[nodiscard]] Motion remove_root_rotation(const Motion& motion);

/// The joint that carries the body: the root, or its descendant while the root does not turn and
/// has one child; some recordings hang the body on a node that only marks the origin of the room.
[[nodiscard]] int body_joint(const Skeleton& skeleton, const std::function<bool(int)>& turns);

/// The clip in a mirror that stands in the plane x = 0: every world position (x, y, z) becomes
/// (-x, y, z) of the joint on the other side; the skeleton is mirrored with it. See JointMirror.
/// @throws UsageError as JointMirror does
[[nodiscard]] Motion mirror(const Motion& motion);

/// Frames [first, last), counted from 0.
struct FrameRange {
  int first = 0;
  int last = -1;  ///< -1: to the end
  /// "100:500" -> {100, 500}; "100:" and ":500" run to the ends. @throws UsageError
  [[nodiscard]] static FrameRange parse(const std::string& text);
  /// With the end filled in. @throws UsageError when empty or beyond the clip
  [[nodiscard]] FrameRange resolve(int frames) const;
};

/// A warning line when the skeleton is not between 0.5 and 2.6 m tall (a wrong data.unit, most
/// likely), naming the unit that would make it a person; "" otherwise.
[[nodiscard]] std::string check_height(const Skeleton& skeleton);

}  // namespace poseaae::mocap
