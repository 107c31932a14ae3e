#pragma once

#include <vector>

#include "poseaae/footing/contacts.hpp"

namespace poseaae::footing {

/// A point of a sole over time. Lengths and speeds are those that a dancer with legs of kLeg_m
/// would have, so that limits in metres hold for a doll and for a giant.
struct SoleTrack {
  static constexpr double kLeg_m = 0.83;  ///< thigh and shin of a person of 1.70 m

  int kind = 0;                 ///< place in Foot::sole
  double unit = 1.0;            ///< metres of the motion in one of these metres
  std::vector<double> heights;  ///< T
  std::vector<double> speeds;   ///< T, metres per second
  std::vector<bool> below;      ///< T: whether knee and hip are above it, as in a leg that carries
};

/// Those of all feet, in the order of Contacts.
///
/// A speed is the slope of the line that fits the positions around a frame best, weighted by a
/// Gaussian of time: a mean velocity that does not depend on the frame rate, and at low rates the
/// central difference.
[[nodiscard]] std::vector<SoleTrack> sole_tracks(const mocap::Motion& motion,
                                                 const std::vector<Foot>& feet);

}  // namespace poseaae::footing
