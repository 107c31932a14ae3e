#pragma once

#include <map>
#include <string>
#include <vector>

#include "poseaae/mocap/humanoid.hpp"
#include "poseaae/motion_io/formats.hpp"

namespace poseaae::mocap::gltf {

/// The animation that the selector names, the first that moves the skeleton without one; a file
/// without animation is its pose in one frame. Sampled from the first key to the last, at the
/// file's rate (rate_of()) or source_fps. Metres and y up, as the standard has it: options.unit
/// means nothing here. What is above the skeleton in the file, moves and scales and mirrors it, is
/// part of the root. Scales of joints are part of the lengths below them.
/// @throws InputError, UsageError for a selector that names no animation
[[nodiscard]] Clip read_gltf(const MotionSource& source, const ClipOptions& options);

/// Names of the animations; "animation_2" for the second where it has none, and a number behind
/// those that come twice.
[[nodiscard]] std::vector<std::string> list_animations(const MotionSource& source);

/// Which bone each joint of read_gltf() is, by its name, as a VRM or a VRMA says; empty for others.
/// @throws InputError
[[nodiscard]] std::map<std::string, HumanBone> list_human_bones(const MotionSource& source);

}  // namespace poseaae::mocap::gltf
