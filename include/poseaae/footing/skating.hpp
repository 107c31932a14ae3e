#pragma once

#include "poseaae/footing/contacts.hpp"

namespace poseaae::footing {

/// How much feet slide while they should not.
struct Skating {
  /// Mean speed over the floor (x and z) of points from a frame to the next, over all pairs of
  /// frames in which the point counts; metres per second, 0 where there is no such pair.
  double speed_mps = 0.0;
  double share = 0.0;  ///< share of those pairs that are faster than kSlides_mps
  int pairs = 0;
};
inline constexpr double kSlides_mps = 0.2;

/// That of the points that touch. A pair counts where the point touches in both frames.
[[nodiscard]] Skating skating_of(const mocap::Motion& motion, const Contacts& contacts);

/// As contacts, the points within `near_m` of where they are low (the 5 % quantile of the point's
/// heights over the motion), however fast they are: contacts found by speed leave out what slides.
[[nodiscard]] Contacts low_points(const mocap::Motion& motion, double near_m = 0.03);

}  // namespace poseaae::footing
