#pragma once

#include <assimp/scene.h>

#include <string>
#include <vector>

#include "motion_io/fbx/exchange.hpp"

namespace poseaae::fbx {

/// The names of the file's animations, each once: a second "Take 001" is "Take 001_2". In UTF-8.
[[nodiscard]] std::vector<std::string> clips_of(const aiScene& scene);

/// The animation of that name, or the first, or, where a file has none, one frame as its nodes
/// stand. In metres, y up, at the frame rate of the file's time mode (or of its keys, where that is
/// unknown), from the animation's begin to its end; the joints' axes in the rest pose turned away
/// (mocap::Clip::axes).
///
/// The rest pose is where the skin was bound to its bones; of joints without a skin, as their nodes
/// stand. A joint has a track of places where its place changes by more than ten micrometres.
/// @throws UsageError for a name that no animation has, InputError
[[nodiscard]] mocap::FoundMotion motion_of(const aiScene& scene, const std::string& clip);

}  // namespace poseaae::fbx
