#include "poseaae/mocap/clip_io.hpp"

namespace poseaae::mocap {

void save_clip_options(h5::Group group, const ClipOptions& options) {
  group.set_attribute("unit_m", options.unit.metres);
  group.set_attribute("source_fps", options.source_fps);
  group.set_attribute("fps", options.fps);
  group.set_attribute("strict", static_cast<std::int64_t>(options.strict));
  group.set_attribute("remove_heading", static_cast<std::int64_t>(options.remove_heading));
  group.write_strings("remove_joints", options.remove_joints);
}

ClipOptions load_clip_options(const h5::Group& group) {
  ClipOptions options;
  options.unit.metres = group.number_attribute("unit_m");
  options.source_fps = group.number_attribute("source_fps");
  options.fps = group.number_attribute("fps");
  options.strict = group.number_attribute("strict") != 0.0;
  options.remove_heading = group.number_attribute("remove_heading") != 0.0;
  options.remove_joints = group.read_strings("remove_joints");
  return options;
}

}  // namespace poseaae::mocap
