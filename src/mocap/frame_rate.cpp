#include "frame_rate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace poseaae::mocap {

namespace {

/// One unit of the last digit of "0.0333333" (1e-7) or "3.33e-2" (1e-4).
double last_digit_unit(std::string_view printed) {
  const std::size_t mantissa_end = std::min(printed.find_first_of("eE"), printed.size());
  const std::size_t point = printed.find('.');
  int power = 0;
  if (point < mantissa_end) power = -static_cast<int>(mantissa_end - point - 1);
  if (mantissa_end != printed.size()) {
    const std::size_t start = mantissa_end + (printed[mantissa_end + 1] == '+' ? 2 : 1);
    int exponent = 0;
    std::from_chars(printed.data() + start, printed.data() + printed.size(), exponent);
    power += exponent;
  }
  return std::pow(10.0, power);
}

constexpr std::array kNtsc{24000.0 / 1001.0, 30000.0 / 1001.0, 60000.0 / 1001.0, 120000.0 / 1001.0};
constexpr std::array kUsual{24.0,  25.0,  30.0,  48.0,  50.0,  60.0,  72.0,  75.0,  90.0,  100.0,
                            120.0, 144.0, 150.0, 180.0, 200.0, 240.0, 250.0, 300.0, 360.0, 480.0};
constexpr double kFloatPrecision = 1.2e-7;

/// frame_rate() of a time whose last printed digit stands for `unit` seconds.
double rate_of(double seconds, double unit) {
  constexpr double kShortest = 1e-9;
  if (!(seconds >= kShortest)) return 0.0;
  const double rate = 1.0 / seconds;
  // Half a unit of the last digit is below one frame per second, and below two percent of the rate.
  const bool digits_tell = rate * unit / 2.0 < std::min(1.0 / rate, 0.02);
  const auto means = [&](double candidate) {
    const double difference = std::abs(1.0 / candidate - seconds);
    return difference <= kFloatPrecision * seconds ||
           (digits_tell && difference <= unit * (1.0 + 1e-9));
  };
  const double whole = std::round(rate);
  if (whole > 0.0 && means(whole)) return whole;
  for (const double ntsc : kNtsc) {
    if (means(ntsc)) return ntsc;
  }
  return rate;
}

/// The rate among `rates` with the least `off(rate)`, if that is at most `most`; or 0.
template <typename Rates, typename Off>
double nearest_rate(const Rates& rates, double most, const Off& off) {
  const double nearest = *std::ranges::min_element(rates, {}, off);
  return off(nearest) <= most ? nearest : 0.0;
}

bool is_usual(double rate) {
  return std::ranges::find(kUsual, rate) != kUsual.end() ||
         std::ranges::find(kNtsc, rate) != kNtsc.end();
}

/// The rate of a number above 1 and what the number is, or 0.
FrameTime understood(double number, double unit) {
  const auto apart = [&](double rate) { return std::abs(rate - number); };
  if (is_usual(number)) return {number, "a rate"};
  if (const double ntsc = nearest_rate(kNtsc, unit < 1.0 ? unit : 0.0, apart); ntsc > 0.0) {
    return {ntsc, "a rate"};
  }
  for (const auto& [per_second, name] : {std::pair{1e3, "milliseconds"}, {1e6, "microseconds"}}) {
    const double rate = rate_of(number / per_second, unit / per_second);
    if (is_usual(rate)) return {rate, name};
  }
  if (number == 12.0 || number == 15.0) return {number, "a rate"};
  const auto off = [&](double rate) { return std::abs(1e3 / rate - number); };
  if (number >= 10.0 * unit) return {nearest_rate(kUsual, unit, off), "milliseconds"};
  return {};
}

}  // namespace

double frame_rate(double seconds, std::string_view printed) {
  return rate_of(seconds, last_digit_unit(printed));
}

FrameTime read_frame_time(double number, std::string_view printed) {
  if (!(number > 1.0)) return {frame_rate(number, printed)};
  auto [rate, what] = understood(number, last_digit_unit(printed));
  if (rate > 0.0) {
    return {rate, fmt::format("Frame Time {} was read as {}, {:.6g} frames per second, and "
                              "not as seconds; for another rate, set data.fps",
                              printed, what, rate)};
  }
  rate = frame_rate(number, printed);
  return {rate, fmt::format("Frame Time {} means {:.3g} frames per second; for another rate, set "
                            "data.fps",
                            printed, rate)};
}

}  // namespace poseaae::mocap
