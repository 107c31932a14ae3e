#pragma once

#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/dataset/pose_dataset.hpp"

namespace poseaae::attributes::test {

/// What a planted clip is: its tags, and how far its poses are moved along each planted direction.
struct PlantedClip {
  std::string content;
  std::string style;
  int take = 1;
  int frames = 40;
};

/// A body of seven joints whose poses are planted: joint 1 nods forward by what the style "old"
/// adds, joint 2 by "happy", joint 3 by the content "run", each in radians about its own axis; and
/// all of them sway at random. So each label moves something that no other label moves.
struct Planted {
  static constexpr double kStyle = 0.6;  ///< radians that a style adds
  static constexpr double kSway = 0.15;  ///< deviation of the sway

  [[nodiscard]] static dataset::PoseDataset data(const std::vector<PlantedClip>& clips,
                                                 std::uint64_t seed = 1);
  /// Contents walk and run in the styles normal, old and happy, `takes` clips each.
  [[nodiscard]] static std::vector<PlantedClip> balanced(int takes);
  /// A model whose latents are the three angles, in units of a radian: its encoder reads the vector
  /// part of the quaternions, and its decoder writes it, linear and nearly exact at small angles.
  [[nodiscard]] static codec::PoseAutoencoder model(const dataset::PoseDataset& data);
};

}  // namespace poseaae::attributes::test
