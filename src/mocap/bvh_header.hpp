#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "poseaae/base/lexer.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::mocap::bvh {

struct Channel {
  enum class Kind { kPosition, kRotation, kScale };
  Kind kind = Kind::kPosition;
  int axis = 0;  ///< 0 x, 1 y, 2 z
};

struct Joint {
  std::string name;
  int parent = -1;
  Vec3 offset = Vec3::Zero();  ///< file units
  std::vector<Channel> channels;
  std::size_t first_column = 0;  ///< of its channels in a row
  bool adds = false;             ///< positions count from OFFSET instead of replacing it

  [[nodiscard]] bool has(Channel::Kind kind) const {
    return std::ranges::any_of(channels, [kind](const Channel& c) { return c.kind == kind; });
  }
};

/// All that stands before the rows.
struct Header {
  std::vector<Joint> joints;       ///< depth first, as in the file and its rows
  std::vector<EndSite> end_sites;  ///< file units; in the order of their joints
  std::size_t columns = 0;         ///< numbers in a row
  std::int64_t frames = 0;         ///< as announced, not yet believed
  double fps = 0.0;
  std::vector<std::string> warnings;
};

/// Reads HIERARCHY and the two lines after MOTION, and leaves the lexer before the rows.
/// `fps` > 0 stands in for the file's Frame Time. @throws ParseError
[[nodiscard]] Header read_header(Lexer& lexer, double fps);

/// Lengths times `metres`.
[[nodiscard]] Skeleton skeleton_of(const Header& header, double metres);

}  // namespace poseaae::mocap::bvh
