#include "poseaae/training/loss_terms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"

namespace poseaae::training {

bool LossTerm::counts(ModelKind kind) const {
  return kinds.empty() || std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

double LossTerm::weight(Preset preset) const {
  switch (preset) {
    case Preset::kTutorial:
      return tutorial;
    case Preset::kCorrected:
      return corrected;
    case Preset::kBest:
      return best;
  }
  return 0.0;
}

const std::vector<LossTerm>& loss_terms() {
  using enum ModelKind;
  static const std::vector<LossTerm> terms{
      {"norm", "ae_norm", 0.1, 0.1, 0.1,
       "weight of (|q| - 1)^2, the deviation of predicted quaternions from unit length; 0 with "
       "model.rotation=6d"},
      {"position", "ae_pos", 0.1, 10.0, 10.0,
       "weight of the distance between joints; per metre (corrected, best) or per unit of the file "
       "(tutorial: 0.1 per cm is 10 per metre)"},
      {"quaternion", "ae_quat", 1.0, 1.0, 0.0,
       "weight of the angle between predicted and true local rotations, radians"},
      {"prior",
       "ae_prior",
       0.01,
       0.1,
       0.1,
       "weight of the adversarial loss that pulls the encodings towards N(0, I) (aae)",
       {kAae}},
      {"rotation", "ae_rot", 0.0, 0.0, 3.0,
       "weight of the soft angle sqrt(angle^2 + e^2) - e, e = 0.05 radians, whose slope vanishes "
       "where the angle does"},
      {"mmd",
       "ae_mmd",
       0.0,
       0.0,
       0.0,
       "weight of the maximum mean discrepancy (MMD) between encodings and N(0, I), with inverse "
       "multiquadratic kernels of seven scales (aae, wae)",
       {kAae, kWae}},
      {"kl",
       "ae_kl",
       0.0,
       0.01,
       0.01,
       "weight (beta) of the Kullback-Leibler divergence of a Gaussian encoder from N(0, I), "
       "summed over the latent dimensions (vae)",
       {kVae}},
      {"sliced",
       "ae_sliced",
       0.0,
       0.0,
       5.0,
       "weight of the sliced Wasserstein distance between encodings and N(0, I) (aae, wae)",
       {kAae, kWae}},
      {"generated",
       "ae_generated",
       0.0,
       0.0,
       400.0,
       "weight of the sliced Wasserstein distance between joint positions of poses decoded from "
       "N(0, I) and those of the batch, per square metre (aae, wae, vae)",
       {kAae, kWae, kVae}},
  };
  return terms;
}

std::size_t term_index(std::string_view name) {
  const auto& terms = loss_terms();
  const auto found = std::find_if(terms.begin(), terms.end(),
                                  [&](const LossTerm& term) { return term.name == name; });
  if (found == terms.end()) throw Error(fmt::format("there is no loss term '{}'", name));
  return static_cast<std::size_t>(found - terms.begin());
}

}  // namespace poseaae::training
