#include "poseaae/objective/term.hpp"

namespace poseaae::objective {

namespace {

using nn::Piece;

/// The maximum mean discrepancy between encodings z and as many samples y of the prior,
/// sum_{i != j} (k(z_i, z_j) + k(y_i, y_j)) / (B (B - 1)) - 2 sum_{i, j} k(z_i, y_j) / B^2, with
/// the kernel of Table::multiquadratic. Unbiased, so that it may be below zero (Gretton et al.
/// 2012, "A Kernel Two-Sample Test", equation 3). 0 for a single sample.
template <typename T>
class Mmd final : public Term<T> {
 public:
  explicit Mmd(const TermSetup<T>& setup)
      : Term<T>(setup),
        features_(static_cast<std::size_t>(setup.engine.initial.latent_dim())),
        parts_(setup.threads) {}

  void begin() override { parts_.clear(); }

  void encodings(const Pass<T>& pass, const Piece& piece, int thread) override {
    parts_[thread] += part(pass, piece);
  }

  void value(const Pass<T>&, Losses& losses) const override { this->own(losses) = parts_.total(); }

 private:
  /// The part of the samples of a piece; the parts add up to the total.
  double part(const Pass<T>& pass, const Piece& piece) const {
    if (pass.matched.samples < 2) return 0.0;
    const auto count = static_cast<double>(pass.matched.samples);
    const double own = 1.0 / (count * (count - 1.0));
    const double other = 2.0 / (count * count);
    const double factor = this->weight(pass);
    const std::size_t size = features_ * kernels::kLanes;
    double sum = 0.0;
    for (std::size_t p = piece.first; p < piece.end(); ++p) {
      const std::size_t lanes = pass.matched.lanes(p);
      T* const slope = pass.learns ? pass.latent_gradient + p * size : nullptr;
      const auto pairs = [&](const T* a, const T* b, double weight, T* by_a) {
        return pass.kernels.multiquadratic(features_, lanes, a + p * size, pass.matched.samples, b,
                                           static_cast<T>(weight), by_a);
      };
      // k(x, x) = 1 has no slope; a pair stands in the sum twice
      const auto selves = static_cast<double>(lanes);
      sum += own * (pairs(pass.latents, pass.latents, 2.0 * factor * own, slope) - selves);
      sum += own * (pairs(pass.prior, pass.prior, 0.0, nullptr) - selves);
      sum -= other * pairs(pass.latents, pass.prior, -factor * other, slope);
    }
    return sum;
  }

  std::size_t features_;
  PerThread<double> parts_;
};

}  // namespace

LossTerm mmd_term() {
  return {
      .name = "mmd",
      .column = "ae_mmd",
      .comment =
          "weight of the maximum mean discrepancy (MMD) between encodings and N(0, I), with "
          "inverse multiquadratic kernels of seven scales (aae, wae)",
      .kinds = {ModelKind::kAae, ModelKind::kWae},
      .loops = loops_of<Mmd>(),
  };
}

}  // namespace poseaae::objective
