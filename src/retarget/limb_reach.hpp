#pragma once

#include <vector>

#include "poseaae/footing/two_bone_ik.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::retarget {

/// x up to `free`, then towards `most` with the same slope at first, and never beyond:
/// free + (most - free) (1 - exp((free - x) / (most - free))).
[[nodiscard]] double held_below(double x, double free, double most);
/// A vector of that length.
[[nodiscard]] mocap::Vec3 held_below(const mocap::Vec3& v, double free, double most);

/// The least by which the root of a limb has to sink, metres, so that its tip comes to `goal` as
/// easily as footing::reach() goes exactly: its extent and easy_room_of(). Where sinking is not
/// enough, down to the height of the goal; 0 where the goal is above the root.
[[nodiscard]] double sinking_for(const footing::Limb& limb, const mocap::Vec3& goal);

/// T: a smooth course that is nowhere below `needs`, which are not negative: the greatest within
/// 0.2 s, averaged over 0.2 s to each side with weights of Hann. 0 where all of that is 0.
[[nodiscard]] std::vector<double> smooth_above(const std::vector<double>& needs, double fps);

/// The goal, or where a limb comes nearest to it that folds up to 155 degrees: beyond that the
/// middle would jump from side to side with every millimetre. Exact for three quarters of the way
/// there, then ever more slowly; a limb that is folded more than that stays so.
[[nodiscard]] mocap::Vec3 unfolded(const footing::Limb& limb, const mocap::Vec3& goal);

}  // namespace poseaae::retarget
