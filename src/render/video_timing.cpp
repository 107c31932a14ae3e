#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

#include "poseaae/base/limits.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/render/video.hpp"

namespace poseaae::render {

namespace {

constexpr std::int64_t kLargestTerm = 1'000'000;
constexpr std::int64_t kShortestTick = 1'000'000'000;  // parts of a second
constexpr double kNtscTolerance = 2e-4;  // 24 and 24/1.001 are 1e-3 apart, 23.98 is 1.7e-4 away

Ratio ratio(std::int64_t numerator, std::int64_t denominator) {
  const std::int64_t divisor = std::gcd(numerator, denominator);
  return {static_cast<int>(numerator / divisor), static_cast<int>(denominator / divisor)};
}

bool near(double value, double target, double tolerance) {
  return std::abs(value - target) <= tolerance * target;
}

/// The first convergent p/q within 1e-9, or the last whose terms are small enough: p and q follow
/// from the two before by p = a p' + p'' with the digits a of the continued fraction.
Ratio convergent(double value) {
  std::int64_t p = 1, q = 0, p_before = 0, q_before = 1;
  double rest = value;
  for (;;) {
    const double digit = std::floor(rest);
    if (digit > static_cast<double>(kLargestTerm)) break;
    const auto a = static_cast<std::int64_t>(digit);
    const std::int64_t next_p = a * p + p_before, next_q = a * q + q_before;
    if (next_p > kLargestTerm || next_q > kLargestTerm) break;
    p_before = std::exchange(p, next_p);
    q_before = std::exchange(q, next_q);
    if (near(static_cast<double>(p) / static_cast<double>(q), value, 1e-9)) break;
    if (rest == digit) break;
    rest = 1.0 / (rest - digit);
  }
  return ratio(p, q);
}

double value_of(const Ratio& r) { return static_cast<double>(r.numerator) / r.denominator; }

/// gcd(a/b, c/d) = gcd(a d, c b) / (b d), the longest time of which both are multiples.
struct LongRatio {
  std::int64_t numerator;
  std::int64_t denominator;
};
LongRatio common_measure(const Ratio& x, const Ratio& y) {
  const std::int64_t a = x.numerator, b = x.denominator, c = y.numerator, d = y.denominator;
  const std::int64_t numerator = std::gcd(a * d, c * b), denominator = b * d;
  const std::int64_t divisor = std::gcd(numerator, denominator);
  return {numerator / divisor, denominator / divisor};
}

/// A motion at `own` frames per second, shown at `shown`, which is lower.
VideoTiming thinned(int frames, const Ratio& own, const Ratio& shown) {
  const Ratio own_step{own.denominator, own.numerator};
  const Ratio step{shown.denominator, shown.numerator};
  const LongRatio tick = common_measure(own_step, step);
  const auto ticks = [&](const Ratio& time) {
    return tick.denominator / time.denominator * time.numerator / tick.numerator;
  };
  const std::int64_t per_own = ticks(own_step), per_shown = ticks(step);
  const std::int64_t length = per_own * frames;
  const std::int64_t count = (length + per_shown - 1) / per_shown;
  VideoTiming timing{.rate = shown, .tick = step};
  for (std::int64_t k = 0; k < count; ++k) {
    timing.frames.push_back(static_cast<int>(k * per_shown / per_own));
  }
  if (tick.denominator > kShortestTick || per_shown > kShortestTick) return timing;
  timing.tick = ratio(tick.numerator, tick.denominator);
  timing.frame_ticks = static_cast<int>(per_shown);
  timing.last_ticks = static_cast<int>(length - (count - 1) * per_shown);
  return timing;
}

}  // namespace

Ratio exact_rate(double fps) {
  require_between("frame rate of a film", fps, 1e-3, mocap::kMaxFps, " frames per second");
  for (const int n : {24, 30, 48, 60, 120}) {
    if (near(fps, n / 1.001, kNtscTolerance)) return ratio(n * 1000, 1001);
  }
  if (const double whole = std::round(fps); whole >= 1.0 && near(fps, whole, 1e-6)) {
    return {static_cast<int>(whole), 1};
  }
  return convergent(fps);
}

VideoTiming video_timing(int frames, double fps, double highest_fps) {
  const Ratio own = exact_rate(fps);
  Ratio highest = exact_rate(kFastestVideo);
  if (highest_fps > 0.0 && highest_fps < kFastestVideo) highest = exact_rate(highest_fps);
  if (value_of(highest) < value_of(own)) return thinned(frames, own, highest);
  VideoTiming timing{.rate = own, .tick = {own.denominator, own.numerator}};
  timing.frames.resize(static_cast<std::size_t>(frames));
  std::iota(timing.frames.begin(), timing.frames.end(), 0);
  return timing;
}

}  // namespace poseaae::render
