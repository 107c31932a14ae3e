#include "poseaae/objective/loss_terms.hpp"

namespace poseaae::objective {

LossTerm rotation_term() {
  return {
      .name = "rotation",
      .column = "ae_rot",
      .tutorial = 0.0,
      .corrected = 0.0,
      .best = 3.0,
      .motion = 1.0,
      .comment =
          "weight of the soft angle sqrt(angle^2 + e^2) - e, e = 0.05 radians, whose slope "
          "vanishes where the angle does",
      .of_poses = true,
  };
}

}  // namespace poseaae::objective
