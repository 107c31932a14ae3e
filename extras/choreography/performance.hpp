#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "choreography/score.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::choreography {

/// What carries the body at one moment.
enum class Carrier { kFeet, kFloor, kNone };

/// A danced score.
struct Performance {
  mocap::Motion motion;
  std::vector<Factors> labels;                ///< T
  std::vector<std::string> phrases;           ///< T: kind of the current phrase
  std::vector<std::array<bool, 2>> contacts;  ///< T: whether left and right foot carry weight
  std::vector<Carrier> carriers;              ///< T: kNone in flight
  std::vector<double> beats;                  ///< T
  std::vector<double> boundaries_s;           ///< times of the boundaries between phrases
};

/// Performs the score: feet, weight and carriage are planned in beats and sampled at the score's
/// fps, follow-through and a little seeded irregularity are added, and the joints of the humanoid
/// are solved for with planted feet. The same score and seed give the same motion. @throws Error
[[nodiscard]] Performance perform(const Score& score, std::uint64_t seed);

/// "frame,tempo_bpm,arm_height,energy,lean_deg,stance_width_m,phrase" and one row per frame.
[[nodiscard]] std::string format_labels(const Performance& performance);

/// x.bvh -> x.labels.csv
[[nodiscard]] std::filesystem::path labels_path(const std::filesystem::path& bvh);

}  // namespace poseaae::choreography
