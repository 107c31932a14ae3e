#pragma once

#include <vector>

#include "stage.hpp"

namespace poseaae::render {

/// What a foot leaves on the floor while the same points of its sole stand.
struct Footprint {
  Side side = Side::kMiddle;
  int first = 0, last = 0;  ///< frames [first, last)
  Vec3 heel{0, 0, 0};       ///< where they stood on the mean; the same as `toe` where one point
  Vec3 toe{0, 0, 0};        ///< stood alone
};

struct Footprints {
  std::vector<Footprint> all{};
  double half_width_m = 0.0;
  int fading = 0;  ///< frames that a footprint stays after the foot has left
};

/// Those of a motion; none where the style does not ask for them.
[[nodiscard]] Footprints footprints_of(const mocap::Motion& motion, const Style& style);

/// Those of that frame and, fainter, those of the time before.
void add_footprints(std::vector<Shape>& shapes, const Stage& stage, const Footprints& footprints,
                    int frame, const Style& style);

}  // namespace poseaae::render
