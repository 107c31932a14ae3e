#pragma once

#include <span>
#include <string>
#include <vector>

#include "poseaae/mocap/motion.hpp"

namespace poseaae::mocap {

/// What the program read_fbx found in a file, on its way to the program that asked. It travels as a
/// safetensors file: what arrives is checked as strictly as any file from outside.
struct FoundMotion {
  std::vector<std::string> clips;  ///< the names of all in the file
  Motion motion;                   ///< of the one that was asked for
  std::vector<Quat> axes;          ///< per joint, Clip::axes
  std::vector<std::string> warnings{};
};

[[nodiscard]] std::string to_bytes(const FoundMotion& found);
/// @throws ModelError
[[nodiscard]] FoundMotion from_bytes(std::span<const std::byte> bytes);

}  // namespace poseaae::mocap
