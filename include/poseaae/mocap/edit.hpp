#pragma once

#include <functional>
#include <string>
#include <vector>

#include "poseaae/mocap/motion.hpp"

/// Edits of clips: each function takes a Motion and returns a new one.
namespace poseaae::mocap {

/// Removes the joints whose name equals or matches a shell pattern (`*Finger*`). With a_1 ... a_n
/// the removed joints between j and its nearest remaining ancestor, topmost first,
///   q'_j = q_a1 ... q_an q_j,   l'_j = l_a1 + q_a1 (l_a2 + ... q_an l_j),
/// so that the world transforms of the remaining joints are unchanged. Offsets compose in the rest
/// pose (independent of the data, so that clips of one performer keep one skeleton); where l'_j
/// differs from that offset, the joint gets a translation track. A removed joint without children
/// becomes an end site of its nearest remaining ancestor, under its own name; end sites of removed
/// joints are dropped. The root can be removed if exactly one joint takes its place.
/// A name or pattern may match nothing: unmatched_patterns() tells.
/// @throws UsageError if what remains would not be one tree
[[nodiscard]] Motion remove_joints(const Motion& motion, const std::vector<std::string>& patterns);

/// Those of the names and patterns that match no joint.
[[nodiscard]] std::vector<std::string> unmatched_patterns(const Skeleton& skeleton,
                                                          const std::vector<std::string>& patterns);
/// A line about a name or pattern that matches no joint, with the nearest name.
[[nodiscard]] std::string unmatched_line(const Skeleton& skeleton, const std::string& pattern);

/// Names of joints whose local rotation stays within `tolerance` radians of its first frame over
/// the clip: those that data.drop_static removes. The root is included only if another joint can
/// take its place. None for a clip of a single frame.
[[nodiscard]] std::vector<std::string> static_joints(const Motion& motion, double tolerance = 1e-4);

/// Changes the frame rate, by slerp of rotations and linear interpolation of positions: frame k is
/// the motion at k / fps, so that the first frame stays the same, and the duration (T-1)/fps
/// changes by less than one new frame.
/// @throws UsageError when fps is not positive
[[nodiscard]] Motion resample(const Motion& motion, double fps);

/// Sign continuity of every joint over time (math::make_continuous_wxyz).
[[nodiscard]] Motion make_continuous(Motion motion);

/// Turns the dancer to face +Z in every frame: with R the world rotation of the joint that carries
/// the body and H its twist about the vertical (Y), R' = H^-1 R, above the origin (x = z = 0). The
/// height stays the same. See body_joint().
[[nodiscard]] Motion remove_heading(const Motion& motion);

/// Sets the world rotation of the joint that carries the body to `upright(skeleton, joint)` in
/// every frame, above the origin, so that only the body's own angles remain. The height stays the
/// same.
[[nodiscard]] Motion remove_root_rotation(const Motion& motion);

/// The joint that carries the body: the root, unless it never rotates and the body begins below it
/// (Anatomy::pelvis) or it has one child, in which case it is the next joint on the way there, and
/// so on. (In some recordings the body is attached to a node that only marks a place in the room.)
[[nodiscard]] int body_joint(const Skeleton& skeleton, const std::function<bool(int)>& turns);
/// The same, by the rotations of a clip; a single frame counts as turned when it is not the rest
/// pose.
[[nodiscard]] int body_of(const Motion& motion);

/// Makes places of the joints above the body, which never turn: way points in the room and not
/// limbs. They get the rotation 1, which passes on to what hangs from them, the offset from a place
/// becomes 0, and translation tracks keep every world position. So a bone of forty metres that
/// leads to the dancer is part of no height, lever arm, loss or picture.
[[nodiscard]] Motion settle_places(Motion motion);

/// The mirror image of the clip in the plane x = 0: every world position (x, y, z) becomes
/// (-x, y, z) of the joint on the other side; the skeleton is mirrored with it. See JointMirror.
/// @throws UsageError as JointMirror does
[[nodiscard]] Motion mirror(const Motion& motion);

/// Frames [first, last), counted from 0.
struct FrameRange {
  int first = 0;
  int last = -1;  ///< -1: to the end
  /// "100:500" -> {100, 500}; "100:" and ":500" run to the ends. @throws UsageError
  [[nodiscard]] static FrameRange parse(const std::string& text);
  /// The same range with a definite end. @throws UsageError when empty or beyond the clip
  [[nodiscard]] FrameRange resolve(int frames) const;
};

}  // namespace poseaae::mocap
