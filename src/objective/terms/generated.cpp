#include "poseaae/mocap/kinematic_chain.hpp"
#include "poseaae/objective/slices.hpp"
#include "poseaae/objective/term.hpp"

namespace poseaae::objective {

namespace {

using kernels::Buffer;
using kernels::kLanes;
using nn::Piece;

/// Poses decoded from samples of the prior, and the sliced Wasserstein distance of their joint
/// positions (root at the origin and left out) from those of recorded poses, whose gradient trains
/// the decoder. Reconstruction alone does not train the decoder between encodings.
template <typename T>
class Generated final : public Term<T> {
 public:
  explicit Generated(const TermSetup<T>& setup)
      : Term<T>(setup),
        bones_(setup.engine.skeleton, 1.0, setup.engine.objective.body),
        joints_(static_cast<std::size_t>(setup.engine.skeleton.joints())),
        rotation_(setup.engine.objective.rotation),
        threads_(setup.threads),
        decoder_(setup.autoencoder, kDecoder) {}

  void reserve(std::size_t panels) override {
    decoder_.reserve(panels, threads_);
    for (auto* buffer : {&generated_, &recorded_, &by_positions_}) {
      buffer->resize(panels * position_size());
    }
    // room for a panel's quaternions beside what kinematics needs
    scratch_.resize(threads_);
    for (auto& scratch : scratch_) {
      scratch.resize(kernels::pose_loss_scratch(joints_) +
                     kernels::quaternion_rows(joints_) * kLanes);
    }
  }

  void finish(const Pass<T>& pass) override {
    pass.in_pieces(pass.matched,
                   [&](const Piece& piece, int thread) { decode(pass, piece, thread); });
    value_ = compare(pass);
    if (!pass.learns) return;
    pass.in_pieces(pass.matched,
                   [&](const Piece& piece, int thread) { backward(pass, piece, thread); });
  }

  void value(const Pass<T>&, Losses& losses) const override { this->own(losses) = value_; }

 private:
  [[nodiscard]] std::size_t position_size() const { return 3 * joints_ * kLanes; }
  [[nodiscard]] const T* prior(const Pass<T>& pass, const Piece& piece) const {
    return pass.prior + piece.first * decoder_.inputs() * kLanes;
  }

  /// Joint positions of poses decoded from samples of the prior, and of recorded ones.
  void decode(const Pass<T>& pass, const Piece& piece, int thread) {
    T* const scratch = scratch_[static_cast<std::size_t>(thread)].data();
    T* const quaternions = scratch + kernels::pose_loss_scratch(joints_);
    const std::size_t size = kernels::quaternion_rows(joints_) * kLanes;
    decoder_.forward(pass.kernels, prior(pass, piece), piece.first, piece.count);
    for (std::size_t p = piece.first; p < std::min(piece.end(), pass.matched.panels()); ++p) {
      if (rotation_ == kernels::RotationForm::kSixD) {
        pass.kernels.from_six(joints_, 1, decoder_.output(p), quaternions);
      } else {
        std::copy_n(decoder_.output(p), size, quaternions);
        pass.kernels.normalise(joints_, 1, quaternions);
      }
      pass.kernels.forward_kinematics(bones_.chain(), quaternions, scratch,
                                      generated_.data() + p * position_size());
      pass.kernels.forward_kinematics(bones_.chain(), pass.poses + p * size, scratch,
                                      recorded_.data() + p * position_size());
    }
  }

  /// The distance over all pieces; keeps its gradient.
  double compare(const Pass<T>& pass) {
    const std::size_t width = 3 * joints_;
    const std::size_t samples = pass.matched.samples;
    const auto rows = static_cast<Eigen::Index>(samples);
    const auto columns = static_cast<Eigen::Index>(width);
    const auto take = [&](const Buffer<T>& panels, BatchOf<T>& positions) {
      gradient_rows_.resize(rows, columns);
      pass.kernels.from_panels(panels.data(), samples, width, gradient_rows_.data(), width);
      positions = gradient_rows_.rightCols(columns - 3);
    };
    take(generated_, generated_rows_);
    take(recorded_, recorded_rows_);
    slices_.set_directions(generated_rows_.cols(), kPositionDirections, pass.number);
    const T distance = slices_.to_samples(generated_rows_, recorded_rows_,
                                          static_cast<T>(this->weight(pass)), gradient_rows_);
    recorded_rows_.setZero(rows, columns);
    recorded_rows_.rightCols(gradient_rows_.cols()) = gradient_rows_;
    pass.kernels.to_panels(recorded_rows_.data(), nullptr, width, samples, width,
                           by_positions_.data());
    return static_cast<double>(distance);
  }

  void backward(const Pass<T>& pass, const Piece& piece, int thread) {
    T* const scratch = scratch_[static_cast<std::size_t>(thread)].data();
    for (std::size_t p = piece.first; p < piece.end(); ++p) {
      pass.kernels.positions_backward(
          bones_.chain(), rotation_, pass.matched.lanes(p), decoder_.output(p),
          by_positions_.data() + p * position_size(), scratch, decoder_.output_gradient(p));
    }
    decoder_.backward(pass.kernels, prior(pass, piece), piece.first, piece.count, thread,
                      {true, true, nullptr});
  }

  mocap::KinematicChain<T> bones_;
  std::size_t joints_;
  kernels::RotationForm rotation_;
  std::size_t threads_;
  nn::Activations<T> decoder_;
  Slices<T> slices_;
  Buffer<T> generated_;  ///< positions, panels
  Buffer<T> recorded_;
  Buffer<T> by_positions_;
  std::vector<Buffer<T>> scratch_;  ///< one per thread
  BatchOf<T> generated_rows_, recorded_rows_, gradient_rows_;
  double value_ = 0.0;
};

}  // namespace

LossTerm generated_term() {
  return {
      .name = "generated",
      .column = "ae_generated",
      .best = 400.0,
      .comment =
          "weight of the sliced Wasserstein distance between joint positions of poses "
          "decoded from N(0, I) and those of the batch, per square metre (aae, wae, vae)",
      .kinds = {ModelKind::kAae, ModelKind::kWae, ModelKind::kVae},
      .loops = loops_of<Generated>(),
      .of_generated = true,
  };
}

}  // namespace poseaae::objective
