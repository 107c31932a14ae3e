#include "choreography/timeline.hpp"

#include <algorithm>
#include <cmath>

namespace poseaae::choreography {

namespace {

constexpr double kGrid = 1.0 / 64.0;
constexpr double kFade = 2.0;  // beats on either side; phrases last at least twice that

}  // namespace

Track& Track::move(double from, double to, double value) {
  changes_.push_back({from, to, value - last_});
  last_ = value;
  return *this;
}

double Track::at(double beat) const {
  double value = start_;
  for (const Change& change : changes_) {
    if (beat > change.from) value += change.by * ease(beat, change.from, change.to);
  }
  return value;
}

Timeline::Timeline(const Score& score) : starts_{0.0} {
  for (const PhraseSpec& phrase : score.phrases) {
    ramps_.push_back(phrase.factors);
    starts_.push_back(starts_.back() + phrase.beats);
  }
  // Trapezoids: tempo changes by a few per cent a beat, so the error is far below a frame.
  seconds_.push_back(0.0);
  const auto cells = static_cast<int>(std::lround(beats() / kGrid));
  for (int i = 0; i < cells; ++i) {
    const double before = 60.0 / factors_at(i * kGrid)[kTempo];
    const double after = 60.0 / factors_at((i + 1) * kGrid)[kTempo];
    seconds_.push_back(seconds_.back() + 0.5 * kGrid * (before + after));
  }
}

int Timeline::phrase_at(double beat) const {
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), beat);
  const auto i = static_cast<int>(next - starts_.begin()) - 1;
  return std::clamp(i, 0, static_cast<int>(ramps_.size()) - 1);
}

Factors Timeline::factors_at(double beat) const {
  const auto value = [&](int phrase, int factor) {
    const double length = starts_[phrase + 1] - starts_[phrase];
    const Ramp& ramp = ramps_[phrase][factor];
    return lerp(ramp.from, ramp.to, std::clamp((beat - starts_[phrase]) / length, 0.0, 1.0));
  };
  const int here = phrase_at(beat);
  // The nearer boundary decides with whom to fade; two fades never overlap.
  const bool first_half = beat - starts_[here] < starts_[here + 1] - beat;
  const int before = std::max(first_half ? here - 1 : here, 0);
  const int after = std::min(before + 1, static_cast<int>(ramps_.size()) - 1);
  const double boundary = starts_[before + 1];
  const double mix = ease(beat, boundary - kFade, boundary + kFade);
  Factors factors{};
  for (int i = 0; i < kFactorCount; ++i) factors[i] = lerp(value(before, i), value(after, i), mix);
  return factors;
}

double Timeline::beat_at(double seconds) const {
  const double t = std::clamp(seconds, 0.0, seconds_.back());
  const auto above = std::upper_bound(seconds_.begin() + 1, seconds_.end() - 1, t);
  const auto i = static_cast<std::size_t>(above - seconds_.begin()) - 1;
  return kGrid * (static_cast<double>(i) + (t - seconds_[i]) / (seconds_[i + 1] - seconds_[i]));
}

double Timeline::seconds_at(double beat) const {
  const double cell = std::clamp(beat / kGrid, 0.0, static_cast<double>(seconds_.size() - 1));
  const auto i = std::min(static_cast<std::size_t>(cell), seconds_.size() - 2);
  return lerp(seconds_[i], seconds_[i + 1], cell - static_cast<double>(i));
}

}  // namespace poseaae::choreography
