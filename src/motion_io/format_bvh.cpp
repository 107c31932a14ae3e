#include "poseaae/mocap/bvh.hpp"
#include "poseaae/motion_io/formats.hpp"

namespace poseaae::mocap {

MotionFormat bvh_format() {
  return {".bvh", "motion for Blender and other 3D software, in centimetres",
          [](const std::filesystem::path& path, const Motion& motion) { write_bvh(path, motion); }};
}

}  // namespace poseaae::mocap
