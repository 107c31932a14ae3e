#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/mocap/motion.hpp"

namespace poseaae::mocap {

/// How lengths in a file relate to metres.
struct Unit {
  double metres = 0.01;
  /// "cm", "m", "inch", "mm", "ft", or a positive number of metres per unit ("0.05644").
  /// @throws ConfigError
  [[nodiscard]] static Unit parse(std::string_view text);
  [[nodiscard]] std::string name() const;
};

struct BvhReadOptions {
  Unit unit;
  double fps = 0.0;     ///< replaces the file's Frame Time when > 0
  bool strict = false;  ///< fewer rows than announced is an error instead of a warning
};

struct BvhClip {
  Motion motion;
  std::vector<std::string> warnings;  ///< what was mended or looks odd, one line each
};

/// Reads a BVH file (Biovision hierarchy, as found in the wild). @throws InputError, ParseError
[[nodiscard]] BvhClip read_bvh(const std::filesystem::path& path, const BvhReadOptions& options = {});
/// The same from text; `name` appears in messages.
[[nodiscard]] BvhClip parse_bvh(std::string_view text, const std::filesystem::path& name,
                                const BvhReadOptions& options = {});

struct BvhWriteOptions {
  Unit unit;
  math::EulerOrder order = math::EulerOrder::kZXY;
};

/// A BVH that Blender opens: root with 6 channels, joints with 3, joints with a translation track
/// with 6. @throws OutputError; nothing half-written is left
void write_bvh(const std::filesystem::path& path, const Motion& motion,
               const BvhWriteOptions& options = {});
[[nodiscard]] std::string format_bvh(const Motion& motion, const BvhWriteOptions& options = {});

}  // namespace poseaae::mocap
