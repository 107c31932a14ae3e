#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "bvh_header.hpp"
#include "bvh_rows.hpp"

/// What the numbers of a file's position and scale channels mean.
namespace poseaae::mocap::bvh {

/// The joint's OFFSET with the components that have a position channel replaced, or added where
/// Joint::adds says so; file units. `row` is a whole row.
[[nodiscard]] Vec3 position_of(const Joint& joint, const double* row);

/// Whether each joint is the pelvis or above it (anatomy_of()).
[[nodiscard]] std::vector<bool> places(const Skeleton& skeleton);

/// The least and the greatest number of each column.
struct Ranges {
  std::vector<double> least;
  std::vector<double> greatest;
};
[[nodiscard]] Ranges ranges_of(const Rows& rows, std::size_t columns);

/// A line if there are scale channels, which are 1 throughout and left out; "" if there are none.
/// @throws InputError naming the first joint and frame where one is not 1
[[nodiscard]] std::string check_scales(const Header& header, const Rows& rows,
                                       const std::filesystem::path& file);

/// Finds joints below the root whose position channels differ from OFFSET, but not because the
/// joint moves, and settles in `header` what they mean:
///   - channels that vary by at most 1 % of the length that they give the bone (25 % beside an
///     OFFSET of 0, which is none), and differ from OFFSET by more than they vary and by more than
///     0.1 %, are the bone: OFFSET becomes the middle of their range. Then it does for joints that
///     move, too, if these are fewer: the OFFSETs of the file are not the bones. A single frame
///     does not tell, unless OFFSET is 0. The OFFSET of the pelvis and of joints above it stays: it
///     says where they are in the room;
///   - channels that stay within 1 % of the OFFSET's length at 0 count from OFFSET (Joint::adds).
/// @return a line about each of the two, if there are such joints
[[nodiscard]] std::vector<std::string> settle_offsets(Header& header, const Ranges& ranges,
                                                      int frames);

}  // namespace poseaae::mocap::bvh
