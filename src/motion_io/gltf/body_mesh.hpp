#pragma once

#include <cstdint>
#include <vector>

#include "poseaae/mocap/motion.hpp"

namespace poseaae::mocap::gltf {

/// A closed surface in the rest pose, each vertex carried by one joint.
struct BodyMesh {
  std::vector<float> positions;  ///< V x 3, metres
  std::vector<float> normals;    ///< V x 3, unit
  std::vector<int> joints;       ///< V
  std::vector<std::uint32_t> triangles;
};

/// A dancer of smooth limbs: a tapered one for each bone, round at both ends, with a muscle on arms
/// and legs, a trunk that is wider than deep, and an oval head. Widths are shares of body_height(),
/// by the part of the body (anatomy_of()); what is above the pelvis has no body. `at`: where each
/// joint is in the rest pose.
[[nodiscard]] BodyMesh body_mesh(const Motion& motion, const std::vector<Vec3>& at);

}  // namespace poseaae::mocap::gltf
