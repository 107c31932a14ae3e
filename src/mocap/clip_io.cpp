#include "poseaae/mocap/clip_io.hpp"

#include <fmt/format.h>

#include "poseaae/core/error.hpp"

namespace poseaae::mocap {

void save_clip_options(h5::Group group, const ClipOptions& options) {
  group.set_attribute("unit_m", options.unit.metres);
  group.set_attribute("source_fps", options.source_fps);
  group.set_attribute("fps", options.fps);
  group.set_attribute("strict", static_cast<std::int64_t>(options.strict));
  group.set_attribute("root_rotation",
                      config::name_of(options.root_rotation, root_rotation_names()));
  group.write_strings("remove_joints", options.remove_joints);
}

namespace {

RootRotation load_root_rotation(const h5::Group& group) {
  if (!group.has_attribute("root_rotation")) {
    const bool removed = group.number_attribute("remove_heading") != 0.0;
    return removed ? RootRotation::kFaceForward : RootRotation::kKeep;
  }
  const std::string found = group.text_attribute("root_rotation");
  for (const auto& [name, value] : root_rotation_names()) {
    if (name == found) return value;
  }
  throw ModelError(fmt::format(
      "clip options: root_rotation: expected keep, face_forward or remove, found '{}'", found));
}

}  // namespace

ClipOptions load_clip_options(const h5::Group& group) {
  ClipOptions options;
  options.unit.metres = group.number_attribute("unit_m");
  options.source_fps = group.number_attribute("source_fps");
  options.fps = group.number_attribute("fps");
  options.strict = group.number_attribute("strict") != 0.0;
  options.root_rotation = load_root_rotation(group);
  options.remove_joints = group.read_strings("remove_joints");
  return options;
}

}  // namespace poseaae::mocap
