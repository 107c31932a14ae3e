#include "judge.hpp"
#include "poseaae/objective/generated_rows.hpp"

namespace poseaae::objective {

namespace {

/// The adversarial loss of what the decoder makes of samples of the prior: a discriminator of joint
/// positions is trained to distinguish recorded rows (real) from generated ones (fake), and the
/// decoder against it. Unlike distances of distributions along single directions, it sees how the
/// joints of one pose go together.
template <typename T>
class Realism final : public Term<T> {
 public:
  explicit Realism(const TermSetup<T>& setup)
      : Term<T>(setup),
        judge_(setup.pose_discriminator, setup.engine.options.discriminator, setup.threads),
        sums_(setup.threads) {}

  void reserve(std::size_t panels) override {
    judge_.reserve(panels);
    slope_.resize(panels * judge_.inputs() * kernels::kLanes);
  }
  void begin() override { sums_.clear(); }

  void teach(const Pass<T>& pass, const nn::Piece& piece, int thread) override {
    const nn::Piece ours = pass.matched.part_of(piece);
    if (ours.count == 0) return;
    sums_[thread].discriminator +=
        judge_.teach(pass.kernels, pass.matched, ours, thread, pass.generated->recorded(ours.first),
                     pass.generated->generated(ours.first));
  }
  [[nodiscard]] nn::Parameters<T>* taught() override { return &judge_.parameters(); }

  void finish(const Pass<T>& pass) override {
    pass.in_pieces(pass.matched, [&](const nn::Piece& piece, int thread) {
      const T* const fake = pass.generated->generated(piece.first);
      judge_.look(pass.kernels, piece, fake);
      const auto factor =
          static_cast<T>(this->weight(pass) / static_cast<double>(pass.matched.samples));
      sums_[thread].against += judge_.against(pass.kernels, pass.matched, piece, factor);
      if (!pass.learns) return;
      const std::size_t size = judge_.inputs() * kernels::kLanes;
      T* const slope = slope_.data() + piece.first * size;
      judge_.backward(pass.kernels, piece, thread, fake, slope);
      T* const sum = pass.generated->by_positions(piece.first);
      for (std::size_t i = 0; i < piece.count * size; ++i) sum[i] += slope[i];
    });
  }

  void value(const Pass<T>& pass, Losses& losses) const override {
    const auto count = static_cast<double>(pass.matched.samples);
    const JudgeSums sums = sums_.total();
    this->own(losses) = sums.against / count;
    losses.pose_discriminator = 0.5 * sums.discriminator / count;
  }

 private:
  Judge<T> judge_;
  kernels::Buffer<T> slope_;
  PerThread<JudgeSums> sums_;
};

}  // namespace

LossTerm realism_term() {
  return {
      .name = "realism",
      .column = "ae_realism",
      .best = 0.01,
      .comment =
          "weight of the adversarial loss of poses decoded from N(0, I), which a discriminator of "
          "joint positions compares with recorded ones (aae)",
      .kinds = {ModelKind::kAae},
      .loops = loops_of<Realism>(),
      .judges_poses = true,
      .of_generated = true,
  };
}

}  // namespace poseaae::objective
