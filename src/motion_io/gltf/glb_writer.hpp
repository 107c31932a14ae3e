#pragma once

#include <string>
#include <vector>

#include "poseaae/motion_io/formats.hpp"

namespace poseaae::mocap::gltf {

/// Forms of a GLB. kCompact packs rotations of joints near the ends of the body into 16 bits each,
/// where that moves no joint and no tip by more than kPackingTolerance; kFloat none.
inline constexpr const char* kCompact = "compact";
inline constexpr const char* kFloat = "float";
inline constexpr double kPackingTolerance = 9e-6;  ///< metres

/// The motion as glTF 2.0 in one file: a node per joint, named as it is, and one per end site; a
/// skin of the joints, whose bind pose is the rest pose; an animation named `name` with LINEAR
/// samplers from 0 s on; and a body (body_mesh.hpp) where the options ask for one. What does not
/// move has one key or none.
/// @throws UsageError without a frame, for an unknown form, or for other than J axes
[[nodiscard]] std::string format_glb(const Motion& motion, const std::string& name,
                                     const WriteOptions& options);

/// The motion of a human body (humanoid_motion()) as a VRM animation 1.0: a GLB with the bones'
/// nodes and names, for characters of VRM. The hips have keys of translation throughout.
/// @throws UsageError without a frame
[[nodiscard]] std::string format_vrma(const Motion& motion, const std::string& name);

}  // namespace poseaae::mocap::gltf
