#pragma once

#include <vector>

#include "body_tree.hpp"
#include "poseaae/mocap/anatomy.hpp"

namespace poseaae::mocap {

/// Two branches at a joint in the middle that are each other's mirror images.
struct Limbs {
  int at = 0;
  int one = 0;
  int other = 0;
  double reach = 0.0;        ///< from `at` along the bones
  Part part = Part::kOther;  ///< kArm or kLeg, or what is neither
};

/// All limbs; which are arms and legs is told by the names, and where they tell nothing by the
/// tree: arms branch off where a neck goes on, legs where nothing but the trunk does, or they point
/// away from the head.
[[nodiscard]] std::vector<Limbs> find_limbs(const BodyTree& tree, const std::vector<int>& partner);

/// Whether nothing but details, such as eyes and toes, is shorter: arms, legs, wings.
[[nodiscard]] std::vector<Limbs> major(const std::vector<Limbs>& limbs, const BodyTree& tree);

}  // namespace poseaae::mocap
