#include "poseaae/objective/slices.hpp"
#include "poseaae/objective/term.hpp"

namespace poseaae::objective {

namespace {

using kernels::Buffer;
using kernels::kLanes;
using nn::Piece;

/// The sliced distance of encodings from N(0, I), of all at once by one thread: sorting is little
/// beside the networks.
template <typename T>
class Sliced final : public Term<T> {
 public:
  explicit Sliced(const TermSetup<T>& setup)
      : Term<T>(setup), features_(static_cast<std::size_t>(setup.engine.initial.latent_dim())) {}

  void reserve(std::size_t panels) override { slope_.resize(panels * features_ * kLanes); }

  void encoded(const Pass<T>& pass) override {
    const auto features = static_cast<Eigen::Index>(features_);
    const std::size_t samples = pass.matched.samples;
    rows_.resize(static_cast<Eigen::Index>(samples), features);
    pass.kernels.from_panels(pass.latents, samples, features_, rows_.data(), features_);
    slices_.set_directions(features, kLatentDirections, pass.number);
    value_ = slices_.to_normal(rows_, static_cast<T>(this->weight(pass)), slope_rows_);
    pass.kernels.to_panels(slope_rows_.data(), nullptr, features_, samples, features_,
                           slope_.data());
    // to_panels repeats the last sample in the lanes beyond, which have no gradient
    const std::size_t panel = pass.matched.panels() - 1;
    T* const last = slope_.data() + panel * features_ * kLanes;
    for (std::size_t lane = pass.matched.lanes(panel); lane < kLanes; ++lane) {
      for (std::size_t f = 0; f < features_; ++f) last[f * kLanes + lane] = T(0);
    }
  }

  void encodings(const Pass<T>& pass, const Piece& piece, int) override {
    if (!pass.learns) return;
    const std::size_t size = features_ * kLanes;
    const std::size_t end = std::min(piece.end(), pass.matched.panels()) * size;
    for (std::size_t i = piece.first * size; i < end; ++i) pass.latent_gradient[i] += slope_[i];
  }

  void value(const Pass<T>&, Losses& losses) const override { this->own(losses) = value_; }

 private:
  std::size_t features_;
  Slices<T> slices_;
  Buffer<T> slope_;
  BatchOf<T> rows_, slope_rows_;
  double value_ = 0.0;
};

}  // namespace

LossTerm sliced_term() {
  return {
      .name = "sliced",
      .column = "ae_sliced",
      .best = 0.25,
      .motion = 0.1,
      .comment =
          "weight of the sliced Wasserstein distance between encodings and N(0, I) (aae, "
          "wae)",
      .kinds = {ModelKind::kAae, ModelKind::kWae},
      .loops = loops_of<Sliced>(),
  };
}

}  // namespace poseaae::objective
