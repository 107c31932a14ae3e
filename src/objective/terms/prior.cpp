#include "poseaae/objective/term.hpp"

namespace poseaae::objective {

namespace {

using kernels::Buffer;
using kernels::kLanes;
using nn::Piece;

/// The adversarial loss: a discriminator is trained to distinguish samples of the prior (label 1)
/// from encodings (label 0), and the encoder against it.
template <typename T>
class Adversarial final : public Term<T> {
 public:
  explicit Adversarial(const TermSetup<T>& setup)
      : Term<T>(setup),
        reaches_encoder_(setup.engine.objective.form.prior_reaches_encoder),
        real_label_(1.0 - setup.engine.options.discriminator.label_smoothing),
        threads_(setup.threads),
        parameters_(setup.discriminator),
        discriminator_(parameters_, 0),
        sums_(setup.threads) {}

  void reserve(std::size_t panels) override {
    discriminator_.reserve(panels, threads_);
    slope_.resize(panels * latent_size());
  }
  void begin() override { sums_.clear(); }

  void teach(const Pass<T>& pass, const Piece& piece, int thread) override {
    const std::size_t start = piece.first * latent_size();
    const double real =
        cross_entropy(pass, piece, thread, pass.prior + start, real_label_, piece.add);
    sums_[thread].discriminator +=
        real + cross_entropy(pass, piece, thread, pass.latents + start, 0.0, true);
  }
  [[nodiscard]] nn::Parameters<T>* taught() override { return &parameters_; }

  void encodings(const Pass<T>& pass, const Piece& piece, int thread) override {
    const std::size_t start = piece.first * latent_size();
    const auto factor =
        static_cast<T>(this->weight(pass) / static_cast<double>(pass.matched.samples));
    discriminator_.forward(pass.kernels, pass.latents + start, piece.first, piece.count);
    double sum = 0.0;
    for (std::size_t p = piece.first; p < piece.end(); ++p) {
      const std::size_t lanes = pass.matched.lanes(p);
      const T* const logits = discriminator_.output(p);
      sum += reaches_encoder_ ? pass.kernels.softplus(T(-1), lanes, factor, logits,
                                                      discriminator_.output_gradient(p))
                              : 100.0 * pass.kernels.sigmoid_sum(lanes, logits);
    }
    sums_[thread].encoder += sum;
    if (!pass.learns || !reaches_encoder_) return;
    T* const slope = slope_.data() + start;
    discriminator_.backward(pass.kernels, pass.latents + start, piece.first, piece.count, thread,
                            {false, false, slope});
    T* const gradient = pass.latent_gradient + start;
    for (std::size_t i = 0; i < piece.count * latent_size(); ++i) gradient[i] += slope[i];
  }

  void value(const Pass<T>& pass, Losses& losses) const override {
    const auto count = static_cast<double>(pass.matched.samples);
    const Sums sums = sums_.total();
    this->own(losses) = sums.encoder / count;
    losses.discriminator = 0.5 * sums.discriminator / count;
  }

 private:
  struct Sums {
    double encoder = 0.0;
    double discriminator = 0.0;
    void operator+=(const Sums& other) {
      encoder += other.encoder;
      discriminator += other.discriminator;
    }
  };

  [[nodiscard]] std::size_t latent_size() const { return discriminator_.inputs() * kLanes; }

  /// The sum of the cross entropies of logits x with a label: label softplus(-x) + (1 - label)
  /// softplus(x), since -log sigmoid(x) = softplus(-x) and -log(1 - sigmoid(x)) = softplus(x).
  double cross_entropy(const Pass<T>& pass, const Piece& piece, int thread, const T* input,
                       double label, bool add) {
    const double scale = 0.5 / static_cast<double>(pass.matched.samples);
    discriminator_.forward(pass.kernels, input, piece.first, piece.count);
    double sum = 0.0;
    for (std::size_t p = piece.first; p < piece.end(); ++p) {
      const auto part = [&](T sign, double share, T* gradient) {
        return share * pass.kernels.softplus(sign, pass.matched.lanes(p),
                                             static_cast<T>(scale * share),
                                             discriminator_.output(p), gradient);
      };
      T* const gradient = discriminator_.output_gradient(p);
      if (label == 0.0 || label == 1.0) {
        sum += part(label == 1.0 ? T(-1) : T(1), 1.0, gradient);
        continue;
      }
      T other[kLanes];
      sum += part(T(-1), label, gradient);
      sum += part(T(1), 1.0 - label, other);
      for (std::size_t lane = 0; lane < kLanes; ++lane) gradient[lane] += other[lane];
    }
    discriminator_.backward(pass.kernels, input, piece.first, piece.count, thread,
                            {true, add, nullptr});
    return sum;
  }

  bool reaches_encoder_;
  double real_label_;
  std::size_t threads_;
  nn::Parameters<T>& parameters_;
  nn::Activations<T> discriminator_;
  Buffer<T> slope_;
  PerThread<Sums> sums_;
};

}  // namespace

LossTerm prior_term() {
  return {
      .name = "prior",
      .column = "ae_prior",
      .tutorial = 0.01,
      .corrected = 0.1,
      .best = 0.1,
      .motion = 0.1,
      .comment = "weight of the adversarial loss that pulls the encodings towards N(0, I) (aae)",
      .kinds = {ModelKind::kAae},
      .loops = loops_of<Adversarial>(),
      .judged = true,
  };
}

}  // namespace poseaae::objective
