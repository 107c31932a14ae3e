#pragma once

#include "kinds.hpp"

/// The ways down to the floor and up again that phrases on it share.
namespace poseaae::choreography {

/// Where a dancer sits who went down from home: on the floor, `away` metres behind the feet, which
/// stay where they stood.
struct Sitting {
  double away = 0.46;
  Vec3 seat{0, 0, 0};  ///< of the hips, in the room
  double since = 0.0;  ///< beat since which the floor carries the body
};

/// From standing through a squat onto the floor in three beats from `beat`, with the hand of `side`
/// on the floor first, and the other one after it if `both`.
[[nodiscard]] Sitting sit_down(Plan& plan, double beat, double pace, Side side, bool both);
/// Over the feet and up in three beats from `beat`, pushing off with the hand of `side`.
void get_up(Plan& plan, double beat, double pace, Side side, const Sitting& sitting);

/// What the body does above them: `low` 0 .. 1 of the squat on the way, `floor` 0 .. 1 of sitting,
/// `calm` 0 .. 1 of arms that hang, however high they are in the dance around.
[[nodiscard]] Carriage seated_carriage(const Factors& factors, double low, double floor,
                                       double calm);

}  // namespace poseaae::choreography
