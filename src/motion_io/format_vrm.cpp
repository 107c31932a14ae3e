#include "gltf/gltf_reader.hpp"

namespace poseaae::mocap {

MotionFormat vrm_format() {
  return {.extension = ".vrm",
          .holds = "a character of VRM, in its rest pose",
          .read = gltf::read_gltf,
          .clips = gltf::list_animations};
}

}  // namespace poseaae::mocap
