#include "formats.hpp"
#include "poseaae/mocap/bvh.hpp"

namespace poseaae::render::formats {

void write_bvh(const std::filesystem::path& path, const Scene& scene,
               const OutputOptions& options) {
  mocap::write_bvh(path, primary_motion(scene, options));
}

}  // namespace poseaae::render::formats
