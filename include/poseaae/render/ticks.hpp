#pragma once

#include <string>
#include <vector>

namespace poseaae::render {

/// Multiples of 1, 2 or 5 times a power of ten within [low, high]: the finest such step that needs
/// at most `max_ticks` (>= 2) of them.
[[nodiscard]] std::vector<double> linear_ticks(double low, double high, int max_ticks);

/// For a logarithmic axis over 0 < low <= high: powers of ten; with their doubles and fives while
/// these fit in `max_ticks`; every second, third, ... power when even those are too many; linear
/// ticks where the range holds fewer than two of all these.
[[nodiscard]] std::vector<double> log_ticks(double low, double high, int max_ticks);

/// The ticks as text, all with as many decimals as their smallest distance needs ("0.0", "0.5");
/// very large or small ones in exponents.
[[nodiscard]] std::vector<std::string> tick_labels(const std::vector<double>& ticks);

}  // namespace poseaae::render
