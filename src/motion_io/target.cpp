#include "poseaae/motion_io/target.hpp"

#include <utility>

#include "poseaae/io/yaml.hpp"
#include "poseaae/motion_io/load_clip.hpp"

namespace poseaae::mocap {

Target load_target(const ClipReference& file, const ClipOptions& options) {
  Clip clip = load_clip(file, options);
  return {retarget::character_of(clip.motion), std::move(clip.axes), std::move(clip.name),
          std::move(clip.warnings)};
}

retarget::Overrides load_joint_map(const std::filesystem::path& file) {
  retarget::Overrides overrides;
  const auto root = yaml::Item::load(file);
  for (const yaml::Entry& entry :
       root.mapping("a mapping from joints of the target to joints of the source")) {
    overrides[entry.name] = entry.value.is_nothing() ? "" : entry.value.text("the name of a joint");
  }
  return overrides;
}

}  // namespace poseaae::mocap
