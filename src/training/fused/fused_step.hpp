#pragma once

#include <array>
#include <vector>

#include "activations.hpp"
#include "discriminator.hpp"
#include "generated.hpp"
#include "mmd.hpp"
#include "parameters.hpp"
#include "poseaae/base/thread_team.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/training/engine.hpp"
#include "poseaae/training/pose_objective.hpp"
#include "poseaae/training/slices.hpp"

namespace poseaae::training::fused {

/// The training step over panels of samples, in loops: the same computation as TorchEngine's in
/// tensors. T is float, or double for gradient checks.
///
/// 1. encode (and sample, if the encoder is Gaussian); discriminator forward and backward
///    on samples of the prior and encodings
/// 2. Adam on the discriminator
/// 3. decode; the pose losses with their gradient; the terms that pull the encodings towards the
///    prior; backward through decoder and encoder
/// 4. Adam on both
///
/// In 1 and 3 each thread processes panels of its own; in 2 and 4 it updates its own range of the
/// parameters. The number of threads affects results only through the order of sums.
template <typename T>
class FusedStep {
 public:
  explicit FusedStep(const EngineSetup& setup);

  /// See Engine::step().
  Losses step(const Batch& poses, const Batch& noise);
  /// 1 and 3 without Adam: the gradients stay in the parameters (one thread).
  Losses gradients(const Batch& poses, const Batch& noise);
  [[nodiscard]] Losses evaluate(const Batch& poses, const Batch& noise);
  [[nodiscard]] Batch encode(const Batch& poses);
  [[nodiscard]] Batch reconstruct(const Batch& poses);

  void set_prior_factor(double factor) { prior_factor_ = factor; }

  [[nodiscard]] Parameters<T>& autoencoder() { return autoencoder_; }
  [[nodiscard]] const Parameters<T>& autoencoder() const { return autoencoder_; }
  [[nodiscard]] Parameters<T>& discriminator() { return discriminator_.parameters(); }
  [[nodiscard]] const Parameters<T>& discriminator() const { return discriminator_.parameters(); }
  [[nodiscard]] std::size_t encoder_layers() const noexcept { return encoder_layers_; }
  [[nodiscard]] const kernels::Table<T>& kernels() const noexcept { return kernels_; }
  [[nodiscard]] int threads() const noexcept { return team_.size(); }

 private:
  /// A thread's part of the losses: sums over its samples.
  struct alignas(64) Sums {
    kernels::PoseLossSums pose;
    double prior = 0.0;
    double mmd = 0.0;  ///< not a sum over samples but a part of the total
    double divergence = 0.0;
    double discriminator = 0.0;
  };
  enum class Learn { kNo, kYes };

  void reserve(std::size_t samples);
  void start(const Batch& poses, Eigen::Index matched, int threads, Learn learn);
  [[nodiscard]] int useful_threads(const Batch& poses) const;
  /// Runs work(thread) on each active thread.
  template <typename Work>
  void parallel(const Work& work) {
    team_.run(working_, work);
  }
  /// Runs work(piece, thread) over all panels of an extent, divided among the threads.
  template <typename Work>
  void in_pieces(const Extent& extent, const Work& work);

  /// Loads columns [first, first + features) of the rows of a piece, as far as there are rows.
  void load(const Batch& batch, std::size_t first, std::size_t features, const Piece& piece,
            Buffer<T>& panels) const;
  void load_noise(const Batch& noise, const Piece& piece);
  void encode_piece(const Batch& poses, const Piece& piece);
  Batch unload(const T* panels, std::size_t features) const;

  /// Whether a term is computed at all: some are expensive.
  [[nodiscard]] bool counts(std::size_t term) const { return objective_.weights[term] > 0.0; }
  [[nodiscard]] double weight(std::size_t term) const {
    return loss_terms()[term].matches_prior() ? factor_ * objective_.weights[term]
                                              : objective_.weights[term];
  }

  void encodings(const Batch& poses, const Batch& noise, Learn learn);  ///< 1
  void autoencoder_passes(Learn learn);                                 ///< 3
  void autoencoder_pass(const Piece& piece, int thread, Learn learn);
  void pose_losses(const Piece& piece, int thread, Learn learn);
  /// Adds to the gradient by the encodings where that is not null.
  void match_prior(const Piece& piece, int thread, T* gradient);
  void divergence(const Piece& piece, int thread, Learn learn);
  void slice_latents();
  void generate(Learn learn);
  void adam(Parameters<T>& parameters);
  [[nodiscard]] Losses losses() const;

  // Each from panel `first` on.
  [[nodiscard]] const T* poses(std::size_t first) const {
    return poses_.data() + first * pose_size_;
  }
  /// The features that the encoder receives.
  [[nodiscard]] const T* features(std::size_t first) const {
    return six_ ? six_d_.data() + first * encoder_.inputs() * kernels::kLanes : poses(first);
  }
  [[nodiscard]] const T* latents(std::size_t first) const {
    return gaussian_ ? latents_.data() + first * latent_size_ : encoder_.output(first);
  }
  [[nodiscard]] T* latent_gradient(std::size_t first) {
    return gaussian_ ? latent_gradient_.data() + first * latent_size_
                     : encoder_.output_gradient(first);
  }

  const kernels::Table<T>& kernels_;
  Objective objective_;
  double prior_factor_ = 1.0;
  double dropout_;
  PoseObjective<T> pose_;
  std::array<std::size_t, PoseObjective<T>::kTerms.size()> pose_terms_{};  ///< in loss_terms()
  std::size_t prior_term_;
  std::size_t mmd_term_;
  std::size_t divergence_term_;
  std::size_t sliced_term_;
  std::size_t generated_term_;
  bool tutorial_;
  bool six_;
  bool gaussian_;
  std::size_t encoder_layers_;
  Parameters<T> autoencoder_;
  Activations<T> encoder_;
  Activations<T> decoder_;
  Discriminator<T> discriminator_;
  Mmd<T> mmd_;
  Slices<T> slices_;
  Generated<T> generated_;
  std::size_t pose_size_;  ///< numbers of a panel
  std::size_t latent_size_;
  ThreadTeam team_;

  // Of the current batch.
  Extent batch_;
  Extent matched_;  ///< the part that is matched to the prior
  int working_ = 1;
  double factor_ = 1.0;       ///< prior_factor_ in step(), otherwise 1
  std::size_t reserved_ = 0;  ///< panels
  Buffer<T> poses_;
  Buffer<T> six_d_;  ///< if six_
  Buffer<T> prior_;
  Buffer<T> noise_;            ///< of the samples, if gaussian_
  Buffer<T> latents_;          ///< if gaussian_
  Buffer<T> latent_gradient_;  ///< if gaussian_
  Buffer<T> from_discriminator_;
  Buffer<T> from_slices_;
  BatchOf<T> latent_rows_, slice_rows_;
  double sliced_ = 0.0;  ///< the loss
  double generated_loss_ = 0.0;
  std::vector<Buffer<T>> pose_scratch_;  ///< one per thread
  std::vector<Sums> sums_;               ///< one per thread
};

extern template class FusedStep<float>;
extern template class FusedStep<double>;

}  // namespace poseaae::training::fused
