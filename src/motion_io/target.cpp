#include "poseaae/motion_io/target.hpp"

#include <optional>
#include <utility>

#include "gltf/gltf_reader.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/mapped_file.hpp"
#include "poseaae/io/yaml.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"

namespace poseaae::mocap {

namespace {

/// The bones that a glTF file with the extension of a humanoid names; none of other files.
std::vector<std::optional<HumanBone>> told_bones(const ClipReference& file,
                                                 const Skeleton& skeleton) {
  const auto path = find_file(file.path, Installed::kClip, clip_extensions());
  const MotionFormat* format = format_of(path);
  if (format == nullptr || format->read != gltf::read_gltf) return {};
  const MappedFile bytes(path);
  const auto bones = gltf::list_human_bones({bytes.text(), path, file.selector});
  if (bones.empty()) return {};
  std::vector<std::optional<HumanBone>> told(static_cast<std::size_t>(skeleton.joints()));
  for (const auto& [name, bone] : bones) {
    if (const auto joint = skeleton.find(name)) told[*joint] = bone;
  }
  return told;
}

}  // namespace

Target load_target(const ClipReference& file, const ClipOptions& options) {
  Clip clip = load_body(file, options);
  Target target{retarget::character_of(clip.motion), std::move(clip.axes), std::move(clip.name),
                std::move(clip.warnings)};
  target.character.bones = told_bones(file, clip.motion.skeleton());
  return target;
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
