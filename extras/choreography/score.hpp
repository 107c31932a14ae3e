#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "choreography/humanoid.hpp"

namespace poseaae::choreography {

/// The continuous factors of a dance, which a score sets and with which every frame is labelled.
enum Factor : int { kTempo, kArmHeight, kEnergy, kLean, kStanceWidth, kFactorCount };

/// Values of the factors, in the order of Factor.
using Factors = std::array<double, kFactorCount>;

struct FactorInfo {
  const char* key;     ///< in a score
  const char* column;  ///< in a label file
  double low, high, fallback;
  const char* meaning;
};
/// tempo 50..180 bpm; arm_height 0..1, from hanging to overhead; energy 0..1, from languid to
/// driving; lean -20..35 degrees of the trunk, forward positive; stance_width 0.12..0.6 m between
/// the feet.
[[nodiscard]] const std::array<FactorInfo, kFactorCount>& factor_infos();

/// A factor over one phrase, from its first value to its last.
struct Ramp {
  double from = 0.0;
  double to = 0.0;
};

struct PhraseSpec {
  std::string kind;
  double beats = 8.0;       ///< 4..64
  Side side = Side::kLeft;  ///< side on which it begins
  double turns = 1.0;       ///< of a turn or a pirouette: 0.5..3 revolutions towards `side`
  /// Of a walk or a prowl: degrees by which the way bends, to the left positive, -720..720.
  double curve = 0.0;
  /// Metres a step takes the dancer, of kinds that travel; none: as far as the kind
  /// goes by itself.
  std::optional<double> stride;
  std::array<Ramp, kFactorCount> factors;
};

struct Score {
  std::string title;
  double fps = 30.0;
  std::uint64_t seed = 1;
  Body body{};  ///< of the dancer
  std::vector<PhraseSpec> phrases;
};

/// Reads a score:
///
///     title: Street step
///     seed: 7
///     body: {height: 1.82, legs: 1.06}
///     defaults: {tempo: 104, energy: 0.6}
///     phrases:
///       - {kind: step_touch, beats: 16, side: right, arm_height: [0.2, 0.7]}
///
/// A factor is a number or a ramp [from, to]. Factors that a phrase does not name have the default.
/// @throws ParseError with line and column: an unknown key or kind (with the
/// nearest valid one), a value of the wrong type or out of range, a missing key.
[[nodiscard]] Score parse_score(const std::string& yaml, const std::filesystem::path& name);
[[nodiscard]] Score read_score(const std::filesystem::path& path);

}  // namespace poseaae::choreography
