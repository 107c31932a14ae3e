#include "poseaae/objective/loss_terms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"

namespace poseaae::objective {

#define POSEAAE_FUSED_TERM(name) LossTerm name##_term();
#define POSEAAE_TERM(name) POSEAAE_FUSED_TERM(name)
#include "poseaae/objective/loss_terms.inc"
#undef POSEAAE_FUSED_TERM

const std::vector<LossTerm>& loss_terms() {
  static const std::vector<LossTerm> terms{
#define POSEAAE_FUSED_TERM(name) name##_term(),
#include "poseaae/objective/loss_terms.inc"
  };
  return terms;
}

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
    case Preset::kMotion:
      return motion;
  }
  return 0.0;
}

std::size_t term_index(std::string_view name) {
  const auto& terms = loss_terms();
  const auto found = std::find_if(terms.begin(), terms.end(),
                                  [&](const LossTerm& term) { return term.name == name; });
  if (found == terms.end()) throw Error(fmt::format("there is no loss term '{}'", name));
  return static_cast<std::size_t>(found - terms.begin());
}

const LossTerm* lacking_term(const std::vector<double>& weights,
                             const std::function<bool(const LossTerm&)>& has) {
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] != 0.0 && !has(loss_terms()[i])) return &loss_terms()[i];
  }
  return nullptr;
}

}  // namespace poseaae::objective
