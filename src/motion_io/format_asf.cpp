#include <utility>

#include "asf/body.hpp"
#include "poseaae/motion_io/formats.hpp"

namespace poseaae::mocap {

namespace {

Clip rest(const MotionSource& source, const ClipOptions& /*options*/) {
  asf::Body body = asf::read_body(source.bytes, source.path);
  Motion motion(asf::skeleton_of(body), 1.0, 1);
  motion.set_root_position(0, body.place);
  Clip clip{std::move(motion), std::move(body.warnings)};
  if (std::string odd = asf::check_size(clip.motion, body, source.path); !odd.empty()) {
    clip.warnings.push_back(std::move(odd));
  }
  clip.own_unit = true;
  return clip;
}

}  // namespace

MotionFormat asf_format() {
  return {.extension = ".asf", .holds = "skeleton of Acclaim's format, for .amc", .rest = rest};
}

}  // namespace poseaae::mocap
