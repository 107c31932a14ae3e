#pragma once

#include <optional>

#include "poseaae/base/names.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::mocap {

/// The axis of a file along which a standing person rises. kAuto: found_up().
enum class Up { kAuto, kX, kY, kZ, kMinusX, kMinusY, kMinusZ };
/// "auto", "x", "y", "z", "-x", "-y", "-z".
[[nodiscard]] const Names<Up>& up_names();

/// The unit vector of an axis. `up` is not kAuto.
[[nodiscard]] Vec3 direction_of(Up up);

/// The axis that most of these point to, weighed against each other over the whole clip; +Y where
/// they do not tell:
///   - the way from the feet to the head, where it keeps to one axis over the clip;
///   - the same in the rest pose;
///   - the floor: the axis along which the lowest point of the body comes down to 0, and stays at
///     one height from frame to frame.
/// A handstand has the rest pose and the floor against it, and so has a dancer who lies down.
[[nodiscard]] Up found_up(const Motion& motion);

/// The motion with `up` turned to +Y, about the axis across (about Z for X): z becomes y and y
/// becomes -z for kZ. A rest pose that rises along the same axis turns with the world, local frames
/// included; any other stays. The same motion for kY. `up` is not kAuto.
[[nodiscard]] Motion turned_upright(const Motion& motion, Up up);

}  // namespace poseaae::mocap
