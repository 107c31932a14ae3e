#pragma once

#include "poseaae/evaluation/inbetween.hpp"

namespace poseaae::evaluation::inbetween::method {

/// "zero velocity": the last frame of the past, held.
[[nodiscard]] Method zero_velocity();

/// "interpolation": from the last frame of the past to the target, root positions on a straight
/// line and local rotations on the shortest arc (slerp), frame i of n at (i + 1) / (n + 1).
[[nodiscard]] Method interpolation();

}  // namespace poseaae::evaluation::inbetween::method
