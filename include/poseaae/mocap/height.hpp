#pragma once

#include <string>

#include "poseaae/mocap/clip.hpp"

namespace poseaae::mocap {

/// The height of a standing person: the largest distance between the head and a foot, their end
/// sites included, over some frames of the clip and the rest pose; metres. Whichever axis is up,
/// and wherever a camera or a thing in a hand is. Where the skeleton has no head or no foot,
/// Skeleton::height().
[[nodiscard]] double body_height(const Motion& motion);

/// A hint that data.unit is wrong, "" where there is none: it names the height if that is none of a
/// person (0.9 to 2.6 m from foot to head, 0.5 to 2.6 m by Skeleton::height()), `present`, and the
/// unit that would make it the height of a person.
[[nodiscard]] std::string check_height(const Motion& motion, const Unit& present);

}  // namespace poseaae::mocap
