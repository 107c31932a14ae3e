#pragma once

#include <cstdint>
#include <vector>

#include "choreography/carriage.hpp"

/// What makes planned movement look alive.
namespace poseaae::choreography {

/// Follow-through: the arms' angles chase their targets as damped springs, looser towards the hand,
/// and the wrists are dragged against the speed of the arm; the head settles a little late.
void follow_through(std::vector<Carriage>& frames, double fps);

/// Small slow wandering of every angle (sums of three sinusoids between 0.08 and 0.6 Hz with phases
/// from the seed; about one degree in the trunk, three in the arms).
void add_irregularity(std::vector<Carriage>& frames, double fps, std::uint64_t seed);

}  // namespace poseaae::choreography
