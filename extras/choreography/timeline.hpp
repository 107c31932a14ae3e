#pragma once

#include <vector>

#include "choreography/curves.hpp"
#include "choreography/score.hpp"

namespace poseaae::choreography {

/// A value over beats that changes in eased steps: start + sum_i (v_i - v_{i-1}) ease((b - a_i) /
/// (z_i - a_i)). It is C2, even where steps overlap.
class Track {
 public:
  explicit Track(double start = 0.0) : start_(start), last_(start) {}
  /// From the last value to `value`, between beats `from` and `to`.
  Track& move(double from, double to, double value);
  [[nodiscard]] double at(double beat) const;
  /// The value after the last step.
  [[nodiscard]] double last() const noexcept { return last_; }

 private:
  struct Change {
    double from, to, by;
  };
  double start_;
  double last_;
  std::vector<Change> changes_;
};

/// Timing of a score: phrases in beats, beats in seconds, and the factors at every beat.
///
/// Factors cross-fade over two beats on either side of a phrase boundary, so that labels are
/// continuous; beat and time are related by dt/db = 60 / tempo(b).
class Timeline {
 public:
  explicit Timeline(const Score& score);

  [[nodiscard]] double beats() const noexcept { return starts_.back(); }
  [[nodiscard]] double seconds() const noexcept { return seconds_.back(); }
  /// First beat of phrase i; starts()[phrases] is the end.
  [[nodiscard]] const std::vector<double>& starts() const noexcept { return starts_; }
  [[nodiscard]] int phrase_at(double beat) const;
  [[nodiscard]] Factors factors_at(double beat) const;
  /// The inverse of the integral of 60 / tempo; held at the ends.
  [[nodiscard]] double beat_at(double seconds) const;
  /// Its inverse; held at the ends.
  [[nodiscard]] double seconds_at(double beat) const;

 private:
  std::vector<std::array<Ramp, kFactorCount>> ramps_;
  std::vector<double> starts_;
  std::vector<double> seconds_;  ///< at multiples of kGrid beats
};

}  // namespace poseaae::choreography
