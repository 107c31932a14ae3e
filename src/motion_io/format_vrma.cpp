#include "gltf/glb_writer.hpp"
#include "gltf/gltf_reader.hpp"
#include "poseaae/base/atomic_file.hpp"

namespace poseaae::mocap {

namespace {

void write(const std::filesystem::path& path, const Motion& motion, const WriteOptions&) {
  write_file(path, gltf::format_vrma(motion, path.stem().string()));
}

}  // namespace

MotionFormat vrma_format() {
  return {.extension = ".vrma",
          .holds = "motion of a human body for characters of VRM",
          .read = gltf::read_gltf,
          .write = write,
          .clips = gltf::list_animations};
}

}  // namespace poseaae::mocap
