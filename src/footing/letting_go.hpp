#pragma once

#include "holds.hpp"

namespace poseaae::footing {

/// Lets a foot go sooner, and take hold later, where its leg would have to be stretched for it: a
/// knee that is straight until the foot leaves opens in a single frame. Of a stance, up to 0.1 s at
/// either end and a third of its frames no longer touch, as far as the way from the hip to where
/// the ankle is held is longer than kStraightest of the bones (two_bone_ik.hpp), and than the leg
/// by 2 mm. Returns whether any frame changed.
bool let_go(const LegTrack& leg, const Hold& hold, const Timeline& time, Touch& touch);

}  // namespace poseaae::footing
