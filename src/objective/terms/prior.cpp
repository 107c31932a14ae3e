#include "judge.hpp"

namespace poseaae::objective {

namespace {

using kernels::Buffer;
using kernels::kLanes;
using nn::Piece;

/// The adversarial loss: a discriminator is trained to distinguish samples of the prior (real) from
/// encodings (fake), and the encoder against it.
template <typename T>
class Adversarial final : public Term<T> {
 public:
  explicit Adversarial(const TermSetup<T>& setup)
      : Term<T>(setup),
        reaches_encoder_(setup.engine.objective.form.prior_reaches_encoder),
        judge_(setup.discriminator, setup.engine.options.discriminator, setup.threads),
        sums_(setup.threads) {}

  void reserve(std::size_t panels) override {
    judge_.reserve(panels);
    slope_.resize(panels * latent_size());
  }
  void begin() override { sums_.clear(); }

  void teach(const Pass<T>& pass, const Piece& piece, int thread) override {
    const std::size_t start = piece.first * latent_size();
    sums_[thread].discriminator += judge_.teach(pass.kernels, pass.matched, piece, thread,
                                                pass.prior + start, pass.latents + start);
  }
  [[nodiscard]] nn::Parameters<T>* taught() override { return &judge_.parameters(); }

  void encodings(const Pass<T>& pass, const Piece& piece, int thread) override {
    const std::size_t start = piece.first * latent_size();
    const T* const latents = pass.latents + start;
    judge_.look(pass.kernels, piece, latents);
    if (!reaches_encoder_) {
      for (std::size_t p = piece.first; p < piece.end(); ++p) {
        sums_[thread].against +=
            100.0 * pass.kernels.sigmoid_sum(pass.matched.lanes(p), judge_.logits(p));
      }
      return;
    }
    const auto factor =
        static_cast<T>(this->weight(pass) / static_cast<double>(pass.matched.samples));
    sums_[thread].against += judge_.against(pass.kernels, pass.matched, piece, factor);
    if (!pass.learns) return;
    T* const slope = slope_.data() + start;
    judge_.backward(pass.kernels, piece, thread, latents, slope);
    T* const gradient = pass.latent_gradient + start;
    for (std::size_t i = 0; i < piece.count * latent_size(); ++i) gradient[i] += slope[i];
  }

  void value(const Pass<T>& pass, Losses& losses) const override {
    const auto count = static_cast<double>(pass.matched.samples);
    const JudgeSums sums = sums_.total();
    this->own(losses) = sums.against / count;
    losses.discriminator = 0.5 * sums.discriminator / count;
  }

 private:
  [[nodiscard]] std::size_t latent_size() const { return judge_.inputs() * kLanes; }

  bool reaches_encoder_;
  Judge<T> judge_;
  Buffer<T> slope_;
  PerThread<JudgeSums> sums_;
};

}  // namespace

LossTerm prior_term() {
  return {
      .name = "prior",
      .column = "ae_prior",
      .tutorial = 0.01,
      .corrected = 0.1,
      .motion = 0.1,
      .comment = "weight of the adversarial loss that pulls the encodings towards N(0, I) (aae)",
      .kinds = {ModelKind::kAae},
      .loops = loops_of<Adversarial>(),
      .judged = true,
  };
}

}  // namespace poseaae::objective
