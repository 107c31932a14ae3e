#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/choreography/score.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::choreography {

/// A danced score.
struct Performance {
  mocap::Motion motion;
  std::vector<Factors> labels;                ///< T
  std::vector<std::string> phrases;           ///< T: the kind that is danced
  std::vector<std::array<bool, 2>> contacts;  ///< T: left, right foot carries weight on the floor
  std::vector<double> beats;                  ///< T
  std::vector<double> boundaries_s;           ///< where one phrase ends and the next begins
};

/// Dances the score: feet, weight and carriage are planned in beats, sampled at the score's fps,
/// loosened by follow-through and a little seeded irregularity, and solved for the humanoid's
/// joints with planted feet. The same score and seed give the same motion. @throws Error
[[nodiscard]] Performance perform(const Score& score, std::uint64_t seed);

/// "frame,tempo_bpm,arm_height,energy,lean_deg,stance_width_m,phrase" and one row per frame.
[[nodiscard]] std::string format_labels(const Performance& performance);

/// x.bvh -> x.labels.csv
[[nodiscard]] std::filesystem::path labels_path(const std::filesystem::path& bvh);

}  // namespace poseaae::choreography
