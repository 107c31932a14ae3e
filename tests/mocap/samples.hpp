#pragma once

#include <string>

#include "poseaae/base/random.hpp"
#include "poseaae/mocap/bvh.hpp"

namespace poseaae::mocap::test {

/// A hip with a leg and a spine, 3 joints and 12 columns; `rows` follow "Frame Time:".
[[nodiscard]] std::string small_bvh(const std::string& rows, const std::string& frames = "1",
                                    const std::string& frame_time = "0.0333333");

/// One row for small_bvh() with every channel at `value`.
[[nodiscard]] std::string small_row(const std::string& value = "0");

/// Text -> clip, lengths in metres, keeping every track unless told otherwise.
[[nodiscard]] Clip parse(const std::string& text, BvhReadOptions options = {.unit = {1.0}});

/// A skeleton of `joints` whose joints are in depth-first order and whose chains all end in end
/// sites.
[[nodiscard]] Skeleton random_skeleton(Random& random, int joints);

/// T frames of it in motion; each joint but the root has a translation track with probability
/// `moving`.
[[nodiscard]] Motion random_motion(Random& random, const Skeleton& skeleton, int frames,
                                   double moving = 0.2);

/// Largest differences between two motions of the same size.
struct Difference {
  double angle = 0.0;   ///< radians
  double length = 0.0;  ///< metres, local positions
};
[[nodiscard]] Difference difference(const Motion& a, const Motion& b);

}  // namespace poseaae::mocap::test
