#include "poseaae/objective/generated_rows.hpp"
#include "poseaae/objective/slices.hpp"
#include "poseaae/objective/term.hpp"

namespace poseaae::objective {

namespace {

/// The sliced Wasserstein distance of joint positions of rows decoded from samples of the prior
/// from those of recorded rows, whose gradient trains the decoder. Reconstruction alone does not
/// train the decoder between encodings. Positions of poses leave out the root.
template <typename T>
class Generated final : public Term<T> {
 public:
  explicit Generated(const TermSetup<T>& setup) : Term<T>(setup) {}

  void finish(const Pass<T>& pass) override {
    GeneratedRows<T>& rows = *pass.generated;
    const std::size_t width = rows.width();
    const std::size_t samples = pass.matched.samples;
    const auto columns = static_cast<Eigen::Index>(width);
    const auto take = [&](const T* panels, BatchOf<T>& positions) {
      all_.resize(static_cast<Eigen::Index>(samples), columns);
      pass.kernels.from_panels(panels, samples, width, all_.data(), width);
      positions = all_.rightCols(columns - rows.left_out());
    };
    take(rows.generated(0), generated_);
    take(rows.recorded(0), recorded_);
    slices_.set_directions(generated_.cols(), kPositionDirections, pass.number);
    value_ = static_cast<double>(
        slices_.to_samples(generated_, recorded_, static_cast<T>(this->weight(pass)), gradient_));
    if (pass.learns) add_gradient(pass);
  }

  void value(const Pass<T>&, Losses& losses) const override { this->own(losses) = value_; }

 private:
  void add_gradient(const Pass<T>& pass) {
    const std::size_t width = pass.generated->width();
    all_.setZero();
    all_.rightCols(gradient_.cols()) = gradient_;
    panels_.resize(pass.matched.panels() * width * kernels::kLanes);
    pass.kernels.to_panels(all_.data(), nullptr, width, pass.matched.samples, width,
                           panels_.data());
    T* const sum = pass.generated->by_positions(0);
    for (std::size_t i = 0; i < panels_.size(); ++i) sum[i] += panels_[i];
  }

  Slices<T> slices_;
  BatchOf<T> all_, generated_, recorded_, gradient_;
  kernels::Buffer<T> panels_;
  double value_ = 0.0;
};

}  // namespace

LossTerm generated_term() {
  return {
      .name = "generated",
      .column = "ae_generated",
      .best = 50.0,
      .comment =
          "weight of the sliced Wasserstein distance between joint positions of poses "
          "decoded from N(0, I) and those of the batch, per square metre (aae, wae, vae)",
      .kinds = {ModelKind::kAae, ModelKind::kWae, ModelKind::kVae},
      .loops = loops_of<Generated>(),
      .of_generated = true,
  };
}

}  // namespace poseaae::objective
