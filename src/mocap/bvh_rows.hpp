#pragma once

#include <string>
#include <vector>

#include "bvh_header.hpp"

namespace poseaae::mocap::bvh {

/// The numbers after "Frame Time:".
struct Rows {
  int frames = 0;
  std::vector<double> values;  ///< frames x columns, as printed
  std::vector<std::string> warnings;
};

/// Reads one row per line. Memory is bounded by the text, whatever the header announces.
/// @throws ParseError; when rows are missing, only if `strict` or if there is none at all
[[nodiscard]] Rows read_rows(const Lexer& lexer, const Header& header, bool strict);

}  // namespace poseaae::mocap::bvh
