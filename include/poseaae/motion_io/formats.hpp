#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/mocap/motion.hpp"

namespace poseaae::mocap {

/// A kind of file that holds motion, known by its extension. A new one is a file
/// src/motion_io/format_<name>.cpp that defines <name>_format(), and its name in the list of
/// CMakeLists.txt there.
struct MotionFormat {
  std::string extension;  ///< ".bvh"
  std::string holds;      ///< what it holds, for --help
  /// Whole or not at all. @throws UsageError, OutputError
  void (*write)(const std::filesystem::path& path, const Motion& motion) = nullptr;
};

/// All of them, in the order of --help.
[[nodiscard]] const std::vector<MotionFormat>& motion_formats();

}  // namespace poseaae::mocap
