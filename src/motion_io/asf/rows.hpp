#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "body.hpp"

namespace poseaae::mocap::asf {

/// The frames of a motion file (.amc).
struct Rows {
  int frames = 0;
  std::vector<double> values;  ///< frames x Body::columns, as printed
  double angle = 1.0;          ///< radians per unit of angle
  double fps = 0.0;            ///< as the file says; 0 where it does not, as CMU's
  std::vector<std::string> warnings;
};

/// Reads an AMC. A frame is its number on a line, and a line for each bone that moves: its name and
/// its degrees of freedom in the order of the ASF. A bone that a frame leaves out keeps the values
/// of the frame before, and 0 before its first: no row, no change. Memory is bounded by the texts:
/// a file whose frames leave out nearly everything is refused.
/// @throws ParseError; a last frame that the end of the file cut off is only left out unless
/// `strict`
[[nodiscard]] Rows read_rows(std::string_view text, const std::filesystem::path& file,
                             const Body& body, bool strict);

}  // namespace poseaae::mocap::asf
