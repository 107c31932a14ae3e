#include "gltf/gltf_reader.hpp"

namespace poseaae::mocap {

MotionFormat gltf_format() {
  return {.extension = ".gltf",
          .holds = "motion as GLB has it, as text, with its numbers beside it or within",
          .read = gltf::read_gltf,
          .clips = gltf::list_animations};
}

}  // namespace poseaae::mocap
