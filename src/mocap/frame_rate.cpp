#include "frame_rate.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <initializer_list>

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

}  // namespace

double frame_rate(double seconds, std::string_view printed) {
  constexpr double kShortest = 1e-9;
  constexpr double kFloatPrecision = 1.2e-7;
  if (!(seconds >= kShortest)) return 0.0;
  const double rate = 1.0 / seconds;
  const double unit = last_digit_unit(printed);
  // Half a unit of the last digit is below one frame per second, and below two percent of the rate.
  const bool digits_tell = rate * unit / 2.0 < std::min(1.0 / rate, 0.02);
  const auto means = [&](double candidate) {
    const double difference = std::abs(1.0 / candidate - seconds);
    return difference <= kFloatPrecision * seconds ||
           (digits_tell && difference <= unit * (1.0 + 1e-9));
  };
  const double whole = std::round(rate);
  if (whole > 0.0 && means(whole)) return whole;
  for (const double film : {24.0, 30.0, 60.0, 120.0}) {
    const double ntsc = film * 1000.0 / 1001.0;
    if (means(ntsc)) return ntsc;
  }
  return rate;
}

}  // namespace poseaae::mocap
