#pragma once

#include <vector>

#include "poseaae/mocap/anatomy.hpp"

namespace poseaae::mocap {

/// What the names of a skeleton say about its sides.
struct NamedSides {
  /// The joint whose name is the same but for left and right, or -1.
  std::vector<int> partner;
  /// The side that goes with it, or that the name states by itself.
  std::vector<Side> side;
};
[[nodiscard]] NamedSides named_sides(const Skeleton& skeleton);

/// ASCII letters become small, all else stays.
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace poseaae::mocap
