#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "archive.hpp"

namespace poseaae::npz {

/// Rows of places (width 3) or unit quaternions w x y z (width 4) of some joints, at times.
struct Series {
  std::size_t width = 3;
  std::size_t columns = 0;  ///< numbers of a row: width times joints
  std::vector<double> values{};
  std::vector<double> times{};  ///< seconds, per row; empty where the rate alone says it

  [[nodiscard]] std::size_t frames() const { return columns == 0 ? 0 : values.size() / columns; }
  [[nodiscard]] std::size_t joints() const { return columns / width; }
};

/// Makes quaternions unit. @throws InputError for one whose length is not between 1/2 and 2
void require_rotations(Series& series, const Archive& archive, const std::string& name);

/// Brings the series to one regular clock and returns its rate. Where they share one already (times
/// within 2 % of a frame of an even grid), nothing changes. Otherwise each is interpolated, places
/// linearly and rotations by slerp, at the times from the latest first to the earliest last, `fps`
/// of them a second; stamps that do not come after the one before are left out.
/// `fps` 0: the rate is that of the median time between rows, a whole number where that is within
/// 2 %. @throws InputError for times without a common span, or far fewer rows than they need
[[nodiscard]] double make_regular(const std::vector<Series*>& all, double fps,
                                  const Archive& archive);

}  // namespace poseaae::npz
