#include "gltf/glb_writer.hpp"
#include "gltf/gltf_reader.hpp"
#include "poseaae/base/atomic_file.hpp"

namespace poseaae::mocap {

namespace {

void write(const std::filesystem::path& path, const Motion& motion, const WriteOptions& options) {
  write_file(path, gltf::format_glb(motion, path.stem().string(), options));
}

}  // namespace

MotionFormat glb_format() {
  return {.extension = ".glb",
          .holds = "motion with a body for 3D software, game engines and web pages (glTF 2.0)",
          .read = gltf::read_gltf,
          .write = write,
          .clips = gltf::list_animations,
          .forms = {gltf::kCompact, gltf::kFloat}};
}

}  // namespace poseaae::mocap
