#pragma once

#include <string>
#include <vector>

#include "poseaae/mocap/motion.hpp"

/// Changes to a clip before it becomes data: each takes a Motion and returns a new one.
namespace poseaae::mocap {

/// Removes the joints whose name equals or matches a shell pattern (`*Finger*`). A removed joint's
/// rotation is multiplied into its children's, so world orientations of the joints that stay are
/// unchanged. Offsets compose in the rest pose (independent of the data, so that clips of one
/// performer keep one skeleton); where the removed joint moves, the child gets a translation track,
/// so that this Motion's world positions are unchanged too. A removed tip becomes an end site
/// of its nearest parent that stays. The root can be removed when one child takes its place.
/// @throws UsageError when a pattern matches nothing (with the nearest name), or the tree would fall apart
[[nodiscard]] Motion remove_joints(const Motion& motion, const std::vector<std::string>& patterns);

/// Names of joints whose local rotation stays within `tolerance` radians of its first frame over the
/// clip, the root included; what "drop static joints" hands to remove_joints().
[[nodiscard]] std::vector<std::string> static_joints(const Motion& motion, double tolerance = 1e-4);

/// Another frame rate by slerp of rotations and linear interpolation of positions; keeps the
/// duration (T-1)/fps to within one new frame.
[[nodiscard]] Motion resample(const Motion& motion, double fps);

/// Sign continuity of every joint over time (math::make_continuous_wxyz).
[[nodiscard]] Motion make_continuous(Motion motion);

/// Turns the dancer to face +Z in every frame: removes the twist about the vertical (Y) from the
/// rotation of the joint that carries the body, and its horizontal travel.
/// The body's joint is the root, or its descendant while the root is static and has one child.
[[nodiscard]] Motion remove_heading(const Motion& motion);

/// Drops translation tracks (bones back to their fixed offsets); the root's trajectory stays.
[[nodiscard]] Motion fix_bones(Motion motion);

/// "100:500" -> {100, 500}; "100:" and ":500" run to the ends. Half-open, frames count from 0.
/// @throws UsageError
struct FrameRange {
  int first = 0;
  int last = -1;  ///< -1: to the end
  [[nodiscard]] static FrameRange parse(const std::string& text);
  /// Clipped against T; @throws UsageError when empty or beyond the clip
  [[nodiscard]] FrameRange resolve(int frames) const;
};

/// A warning line when the skeleton is not between 0.5 and 2.6 m tall (a wrong data.unit, most
/// likely), naming the unit that would make it a person; "" otherwise.
[[nodiscard]] std::string check_height(const Skeleton& skeleton);

}  // namespace poseaae::mocap
