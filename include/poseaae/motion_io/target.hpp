#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/mocap/clip.hpp"
#include "poseaae/retarget/retarget.hpp"

namespace poseaae::mocap {

/// A character of one's own, whose body motion is to be written for.
struct Target {
  retarget::Character character;
  std::vector<Quat> axes{};  ///< Clip::axes of its file, for WriteOptions::axes
  std::string name{};        ///< of its file
  std::vector<std::string> warnings{};
};

/// That of a clip's file, which may have a single frame, or many, or a skeleton alone: where the
/// rest pose does not show the body, its motion does (retarget::character_of()).
/// @throws as load_body() does
[[nodiscard]] Target load_target(const ClipReference& file, const ClipOptions& options);

/// A file of YAML that says which joint of the target follows which of the source, "Hips: pelvis",
/// one a line; "" or nothing for a joint that stays at rest. Joints that it does not name are
/// matched as usual. @throws InputError, ParseError with the line
[[nodiscard]] retarget::Overrides load_joint_map(const std::filesystem::path& file);

}  // namespace poseaae::mocap
