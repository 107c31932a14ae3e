#include "poseaae/objective/term.hpp"

namespace poseaae::objective {

namespace {

/// KL(N(mean, s^2) || N(0, I)), which the step computes on the way back through a Gaussian
/// encoder's samples.
template <typename T>
class Divergence final : public Term<T> {
 public:
  using Term<T>::Term;

  [[nodiscard]] double divergence_factor(const Pass<T>& pass) const override {
    return this->weight(pass) / static_cast<double>(pass.batch.samples);
  }
  void value(const Pass<T>& pass, Losses& losses) const override {
    this->own(losses) = pass.divergence.total() / static_cast<double>(pass.batch.samples);
  }
};

}  // namespace

LossTerm kl_term() {
  return {
      .name = "kl",
      .column = "ae_kl",
      .corrected = 0.01,
      .best = 0.01,
      .motion = 0.01,
      .comment =
          "weight (beta) of the Kullback-Leibler divergence of a Gaussian encoder from "
          "N(0, I), summed over the latent dimensions (vae)",
      .kinds = {ModelKind::kVae},
      .loops = loops_of<Divergence>(),
  };
}

}  // namespace poseaae::objective
