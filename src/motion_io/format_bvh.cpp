#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/motion_io/formats.hpp"

namespace poseaae::mocap {

namespace {

Clip read(const MotionSource& source, const ClipOptions& options) {
  if (!source.selector.empty()) {
    throw UsageError(
        fmt::format("{}: a BVH file holds one clip; expected nothing after it, found '#{}'",
                    source.path.string(), source.selector));
  }
  return parse_bvh(source.bytes, source.path, {options.unit, options.source_fps, options.strict});
}

void write(const std::filesystem::path& path, const Motion& motion, const WriteOptions&) {
  write_bvh(path, motion);
}

}  // namespace

MotionFormat bvh_format() {
  return {".bvh", "motion for Blender and other 3D software, in centimetres", read, write};
}

}  // namespace poseaae::mocap
