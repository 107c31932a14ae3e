#include "poseaae/objective/loss_terms.hpp"

namespace poseaae::objective {

LossTerm position_term() {
  return {
      .name = "position",
      .column = "ae_pos",
      .tutorial = 0.1,
      .corrected = 10.0,
      .best = 10.0,
      .motion = 20.0,
      .comment =
          "weight of the distance between joints; per metre (corrected, best) or per unit of "
          "the file (tutorial: 0.1 per cm is 10 per metre)",
      .of_poses = true,
  };
}

}  // namespace poseaae::objective
