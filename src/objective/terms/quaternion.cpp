#include "poseaae/objective/loss_terms.hpp"

namespace poseaae::objective {

LossTerm quaternion_term() {
  return {
      .name = "quaternion",
      .column = "ae_quat",
      .tutorial = 1.0,
      .corrected = 1.0,
      .best = 0.0,
      .comment = "weight of the angle between predicted and true local rotations, radians",
      .of_poses = true,
  };
}

}  // namespace poseaae::objective
