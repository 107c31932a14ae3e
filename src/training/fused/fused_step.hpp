#pragma once

#include <array>
#include <vector>

#include "parameters.hpp"
#include "passes.hpp"
#include "poseaae/core/thread_team.hpp"
#include "poseaae/training/engine.hpp"
#include "poseaae/training/pose_objective.hpp"

namespace poseaae::training::fused {

/// The training step of the method over panels of samples: what TorchEngine says in tensors, in
/// loops. T is float; double serves the gradient checks.
///
/// 1. encode; discriminator forward and backward on prior samples and encodings
/// 2. Adam on the discriminator
/// 3. decode; the pose losses with their gradient; the discriminator's word on the encodings;
///    backward through decoder and encoder
/// 4. Adam on both
///
/// In 1 and 3 each thread has panels of its own, in 2 and 4 a share of the parameters. Results
/// depend on the number of threads only by the order of sums.
template <typename T>
class FusedStep {
 public:
  explicit FusedStep(const EngineSetup& setup);

  /// Rows of floats, as many in `prior` as in `poses`; see Engine::step().
  Losses step(const Batch& poses, const Batch& prior);
  /// 1 and 3 without Adam: the gradients stay in the parameters (one thread).
  Losses gradients(const Batch& poses, const Batch& prior);
  [[nodiscard]] Losses evaluate(const Batch& poses);
  [[nodiscard]] Batch encode(const Batch& poses);
  [[nodiscard]] Batch reconstruct(const Batch& poses);

  [[nodiscard]] Parameters<T>& autoencoder() { return autoencoder_; }
  [[nodiscard]] const Parameters<T>& autoencoder() const { return autoencoder_; }
  [[nodiscard]] Parameters<T>& discriminator() { return discriminator_; }
  [[nodiscard]] const Parameters<T>& discriminator() const { return discriminator_; }
  [[nodiscard]] std::size_t encoder_layers() const noexcept { return encoder_layers_; }
  [[nodiscard]] const kernels::Table<T>& kernels() const noexcept { return kernels_; }
  [[nodiscard]] int threads() const noexcept { return team_.size(); }

 private:
  /// A thread's part of the losses: sums over its samples.
  struct alignas(64) Sums {
    kernels::PoseLossSums pose;
    double prior = 0.0;
    double discriminator = 0.0;
  };
  /// Consecutive panels of one pass.
  struct Piece {
    std::size_t first;
    std::size_t count;
    bool add;  ///< not the thread's first
  };
  enum class Learn { kNo, kYes };

  void reserve(std::size_t samples);
  void start(const Batch& poses, int threads);
  [[nodiscard]] int useful_threads(const Batch& poses) const;
  /// work(thread) by each thread at work.
  template <typename Work>
  void parallel(const Work& work) {
    team_.run(working_, work);
  }
  /// work(piece, thread) over all panels, each thread its own.
  template <typename Work>
  void in_pieces(const Work& work);
  [[nodiscard]] std::size_t lanes(std::size_t panel) const;

  void load(const Batch& batch, const Piece& piece, Buffer<T>& panels) const;
  void encode_piece(const Batch& poses, const Piece& piece);
  Batch unload(const Passes<T>& passes) const;
  void discriminator_gradients(const Batch& poses, const Batch& prior);  ///< 1
  void autoencoder_gradients();                                          ///< 3
  void discriminator_pass(const Piece& piece, int thread);
  void told_apart(const T* input, T sign, bool add, const Piece& piece, int thread);
  void autoencoder_pass(const Piece& piece, int thread, Learn learn);
  void pose_losses(const Piece& piece, int thread, Learn learn);
  void prior_loss(const Piece& piece, int thread, Learn learn);
  void adam(Parameters<T>& parameters);
  [[nodiscard]] Losses losses() const;

  const kernels::Table<T>& kernels_;
  Objective objective_;
  PoseObjective<T> pose_;
  std::array<std::size_t, 3> pose_terms_{};  ///< places in loss_terms()
  std::size_t prior_term_;
  std::size_t encoder_layers_;
  Parameters<T> autoencoder_;
  Parameters<T> discriminator_;
  Passes<T> encode_;
  Passes<T> decode_;
  Passes<T> tell_;
  ThreadTeam team_;

  // Of the batch at hand.
  std::size_t samples_ = 0;
  std::size_t panels_ = 0;
  int working_ = 1;
  std::size_t reserved_ = 0;  ///< panels
  Buffer<T> poses_;
  Buffer<T> prior_;
  Buffer<T> latent_gradient_;            ///< the prior's part
  std::vector<Buffer<T>> pose_scratch_;  ///< one a thread
  std::vector<Sums> sums_;               ///< one a thread
};

extern template class FusedStep<float>;
extern template class FusedStep<double>;

}  // namespace poseaae::training::fused
