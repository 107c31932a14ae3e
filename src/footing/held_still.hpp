#pragma once

#include <vector>

#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::footing {

/// Of an even number of values, the mean of the two in the middle. Not empty.
[[nodiscard]] double median(std::vector<double> values);

/// d^3 / (d^2 + small^2): nearly nothing where a deviation is small, nearly itself where it is
/// large.
[[nodiscard]] double without_tremble(double deviation, double small);

/// The steps that lie in a way (T): x minimises, in each coordinate,
///   sum_t (x_t - way_t)^2 / 2 + strength sum_t |x_(t+1) - x_t|,
/// total variation denoising, by the taut string (Davies and Kovac, Annals of Statistics 2001): as
/// long as the integral over time of what the way strays from one place stays within a tube of
/// +- `strength` (units of the way times frames), x stays at that place, the mean; where the way
/// goes farther for longer, x goes along. Then averaged over time by a Gaussian of `sigma` frames.
/// `round`: the first follows the last.
[[nodiscard]] std::vector<mocap::Vec3> held_still(const std::vector<mocap::Vec3>& way,
                                                  double strength, double sigma, bool round);

}  // namespace poseaae::footing
