#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "poseaae/mocap/clip.hpp"

namespace poseaae::mocap {

struct BvhReadOptions {
  Unit unit{};
  double fps = 0.0;     ///< replaces the file's Frame Time when > 0
  bool strict = false;  ///< fewer rows than announced is an error instead of a warning
  /// File units by which a joint's position channels must leave its OFFSET somewhere in the clip to
  /// become a translation track: many exporters repeat the OFFSET in every frame, rounded.
  double track_tolerance = 1e-4;
};

/// Reads a BVH file (Biovision hierarchy), in any dialect: R_j = the rotation channels of joint j
/// multiplied in the order listed, whatever it is (without channels: identity); l_j = its OFFSET,
/// each component replaced by the position channel of that axis, if there is one.
///
/// Joints keep the file's order; end sites are in the order of their joints. A joint whose
/// positions leave its OFFSET gets a translation track. Files that mean something else are told by
/// their numbers, and a warning says so:
///   - position channels below the root that stay the same, but differ from OFFSET, hold the bone:
///     the skeleton has their lengths. Other OFFSETs stay, so that clips of one performer share one
///     skeleton;
///   - channels that stay at 0 count from OFFSET, and so do those of the root, or of hips below it,
///     if the body only then stands on the floor. An OFFSET of 0 there leaves no choice;
///   - a Frame Time above 1 is a rate or in milliseconds;
///   - scale channels that are 1 throughout are left out.
/// A repeated joint name gets a number ("a_2"). Each row is a line. Rows beyond the announced
/// number, and an incomplete row at the end of the file, are left out with a warning. Warnings
/// include that of check_height(). Text may be UTF-8 or UTF-16.
///
/// @throws InputError when the file cannot be read
/// @throws ParseError for anything that is not BVH, which includes chains of more than 1000 joints
/// and numbers of 1e15 and more
[[nodiscard]] Clip read_bvh(const std::filesystem::path& path, const BvhReadOptions& options = {});
/// The same from text; `name` appears in messages.
[[nodiscard]] Clip parse_bvh(std::string_view text, const std::filesystem::path& name,
                             const BvhReadOptions& options = {});

struct BvhWriteOptions {
  Unit unit{};
  math::EulerOrder order = math::EulerOrder::kZXY;
  int angle_decimals = 7;   ///< of degrees: 7 are 2e-9 rad; 4 (2e-6 rad) make files a third smaller
  int length_decimals = 8;  ///< of metres: of positions; 4 are 0.05 mm
};

/// A BVH that Blender opens: root with 6 channels, joints with 3, joints with a translation track
/// with 6; positions to length_decimals, angles to angle_decimals, no exponents. The root's OFFSET
/// is 0 0 0, so that readers that add positions to it and those that replace it by them agree.
/// Angles are within (-180, 180] in the first frame; then those nearest to the frame before of all
/// that give the same rotation (math::to_euler()), beyond 360 where somebody turns on.
///
/// Reading it back gives the same motion, except for what the format or its readers do not support:
/// the skeleton's root is at 0; joints have their written_name(), with a number where two would be
/// alike; they are written depth first and end sites in the order of their joints; a joint without
/// children or end site gets an end site of length 0, as readers expect.
///
/// @throws UsageError when there is no frame, Error when a number is not finite
/// @throws OutputError; no incomplete file is left behind
void write_bvh(const std::filesystem::path& path, const Motion& motion,
               const BvhWriteOptions& options = {});
[[nodiscard]] std::string format_bvh(const Motion& motion, const BvhWriteOptions& options = {});

}  // namespace poseaae::mocap
