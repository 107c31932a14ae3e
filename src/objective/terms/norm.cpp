#include "poseaae/objective/loss_terms.hpp"

namespace poseaae::objective {

LossTerm norm_term() {
  return {
      .name = "norm",
      .column = "ae_norm",
      .tutorial = 0.1,
      .corrected = 0.1,
      .best = 0.1,
      .motion = 0.1,
      .comment =
          "weight of (|q| - 1)^2, the deviation of predicted quaternions from unit length; 0 "
          "with model.rotation=6d",
      .of_poses = true,
  };
}

}  // namespace poseaae::objective
