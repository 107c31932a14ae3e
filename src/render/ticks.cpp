#include "poseaae/render/ticks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace poseaae::render {

namespace {

double nice_step(double rough) {
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * (1.0 - 1e-9)) return factor * power;
  }
  return 10.0 * power;
}

std::vector<double> multiples(double low, double high, double step) {
  std::vector<double> ticks;
  const double slack = 1e-9 * step;
  // Counted rather than added up, so that errors do not grow; -0 becomes 0.
  for (double k = std::ceil((low - slack) / step); k * step <= high + slack; ++k) {
    ticks.push_back(k * step + 0.0);
  }
  return ticks;
}

std::vector<double> decades(double low, double high, const std::vector<double>& factors,
                            int every) {
  std::vector<double> ticks;
  const int first = static_cast<int>(std::floor(std::log10(low)));
  const int last = static_cast<int>(std::ceil(std::log10(high)));
  for (int power = first; power <= last; ++power) {
    if (power % every != 0) continue;
    for (const double factor : factors) {
      const double value = factor * std::pow(10.0, power);
      if (value >= low * (1.0 - 1e-9) && value <= high * (1.0 + 1e-9)) ticks.push_back(value);
    }
  }
  return ticks;
}

}  // namespace

std::vector<double> linear_ticks(double low, double high, int max_ticks) {
  if (!(high > low)) return {low};
  double step = nice_step((high - low) / std::max(1, max_ticks - 1) * 0.5);
  std::vector<double> ticks = multiples(low, high, step);
  while (ticks.size() > static_cast<std::size_t>(max_ticks)) {
    step = nice_step(step * 1.5);
    ticks = multiples(low, high, step);
  }
  return ticks;
}

std::vector<double> log_ticks(double low, double high, int max_ticks) {
  const auto fits = [max_ticks](const std::vector<double>& ticks) {
    return ticks.size() >= 2 && ticks.size() <= static_cast<std::size_t>(max_ticks);
  };
  for (const std::vector<double>& factors :
       {std::vector<double>{1.0, 2.0, 5.0}, std::vector<double>{1.0, 3.0}}) {
    std::vector<double> ticks = decades(low, high, factors, 1);
    if (fits(ticks)) return ticks;
  }
  for (int every = 1; every <= 308; ++every) {
    std::vector<double> ticks = decades(low, high, {1.0}, every);
    if (fits(ticks)) return ticks;
    if (ticks.size() < 2) break;
  }
  std::vector<double> ticks = linear_ticks(low, high, max_ticks);
  std::erase_if(ticks, [](double tick) { return tick <= 0.0; });
  return ticks;
}

std::vector<std::string> tick_labels(const std::vector<double>& ticks) {
  double largest = 0.0, step = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    largest = std::max(largest, std::abs(ticks[i]));
    if (i > 0) step = std::min(step, std::abs(ticks[i] - ticks[i - 1]));
  }
  // Unequal distances are those of a logarithmic axis, where each tick speaks for itself.
  const bool even =
      ticks.size() < 3 || std::abs(ticks[2] - 2.0 * ticks[1] + ticks[0]) < 1e-6 * step;
  const bool plain = largest < 1e5 && step >= 1e-4;
  const auto digits_below = [](double size) {
    return std::max(0, static_cast<int>(std::ceil(std::log10(size) - 1e-6)));
  };
  std::vector<std::string> labels;
  for (const double tick : ticks) {
    if (!even || ticks.size() < 2) {
      labels.push_back(fmt::format("{:.6g}", tick));
    } else if (plain) {
      labels.push_back(fmt::format("{:.{}f}", tick, digits_below(1.0 / step)));
    } else {
      labels.push_back(fmt::format("{:.{}e}", tick, digits_below(largest / step)));
    }
  }
  return labels;
}

}  // namespace poseaae::render
