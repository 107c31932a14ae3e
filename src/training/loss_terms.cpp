#include "poseaae/training/loss_terms.hpp"

namespace poseaae::training {

const std::vector<LossTerm>& loss_terms() {
  static const std::vector<LossTerm> terms{
      {"norm", "ae_norm", 0.1, 0.1, "weight of (|q| - 1)^2, the length of predicted quaternions"},
      {"position", "ae_pos", 0.1, 10.0,
       "weight of the distance between joints; per metre (corrected) or per unit of the file "
       "(tutorial: 0.1 per cm is 10 per metre)"},
      {"quaternion", "ae_quat", 1.0, 1.0,
       "weight of the angle between predicted and true local rotations, radians"},
      {"prior", "ae_prior", 0.01, 0.1,
       "weight of the adversarial loss that draws the encodings to N(0, I)"},
  };
  return terms;
}

}  // namespace poseaae::training
