#pragma once

#include <memory>
#include <vector>

#include "poseaae/base/thread_team.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/objective/engine.hpp"
#include "poseaae/objective/generated_rows.hpp"
#include "poseaae/objective/room_positions.hpp"
#include "poseaae/objective/term.hpp"

namespace poseaae::fused_engine {

/// The training step over panels of samples, in loops: the same computation as TorchEngine's in
/// tensors. T is float, or double for gradient checks.
///
/// 1. encode (and sample, if the encoder is Gaussian); decode samples of the prior, where a term
///    needs them; terms' own networks, the discriminators, forward and backward
/// 2. Adam on the discriminators
/// 3. decode; the terms with their gradients; backward through decoder and encoder
/// 4. Adam on both
///
/// In 1 and 3 each thread processes panels of its own; in 2 and 4 it updates its own range of the
/// parameters. The number of threads affects results only through the order of sums.
template <typename T>
class FusedStep {
 public:
  explicit FusedStep(const objective::EngineSetup& setup);

  /// See Engine::step().
  objective::Losses step(const objective::StepInput& input);
  /// 1 and 3 without Adam: the gradients stay in the parameters (one thread).
  objective::Losses gradients(const objective::StepInput& input);
  /// See Engine::evaluate().
  [[nodiscard]] objective::Losses evaluate(const BatchRows& poses);
  [[nodiscard]] Batch encode(const BatchRows& poses);
  [[nodiscard]] Batch reconstruct(const BatchRows& poses);

  void set_prior_factor(double factor) { prior_factor_ = factor; }

  [[nodiscard]] nn::Parameters<T>& autoencoder() { return autoencoder_; }
  [[nodiscard]] const nn::Parameters<T>& autoencoder() const { return autoencoder_; }
  [[nodiscard]] nn::Parameters<T>& discriminator() { return discriminator_; }
  [[nodiscard]] const nn::Parameters<T>& discriminator() const { return discriminator_; }
  [[nodiscard]] nn::Parameters<T>& pose_discriminator() { return pose_discriminator_; }
  [[nodiscard]] const nn::Parameters<T>& pose_discriminator() const { return pose_discriminator_; }
  [[nodiscard]] const kernels::Table<T>& kernels() const noexcept { return kernels_; }
  [[nodiscard]] int threads() const noexcept { return team_.size(); }

 private:
  enum class Learn { kNo, kYes };
  /// What a thread needs for positions in the room.
  struct Room {
    explicit Room(const objective::EngineSetup& setup);
    objective::RoomPositions<T> at;
    kernels::Buffer<T> truth, prediction, gradient;
  };

  void reserve(std::size_t samples);
  /// Begins a batch of which the first `matched` samples are matched to the prior.
  objective::Pass<T> start(const BatchRows& poses, Eigen::Index matched, std::int64_t number,
                           int threads, Learn learn);
  [[nodiscard]] int useful_threads(const BatchRows& poses) const;
  /// Runs work(thread) on each active thread.
  template <typename Work>
  void parallel(const Work& work) {
    team_.run(working_, work);
  }
  /// Runs work(piece, thread) over all panels of an extent, divided among the threads.
  template <typename Work>
  void in_pieces(const nn::Extent& extent, const Work& work);

  /// Rows as they lie in memory: row i is at number which[i], or i where `which` is null.
  struct Source {
    const float* data;
    const int* which;
    std::size_t stride;
    std::size_t rows;
    std::size_t columns;
  };
  /// Loads the rows of a piece, as far as there are rows.
  void load(const Source& rows, const nn::Piece& piece, kernels::Buffer<T>& panels) const;
  /// The first `samples` rows of a stream of noise, or those that are given, as far as they are in
  /// a piece.
  void draw(const objective::StepInput::Rows& given, const Noise& noise, std::size_t samples,
            const nn::Piece& piece, kernels::Buffer<T>& panels) const;
  void encode_piece(const BatchRows& poses, const nn::Piece& piece);
  /// The features of the encoder's input, where they are not the numbers themselves.
  void to_features(std::size_t panel);
  Batch unload(const objective::Pass<T>& pass, const T* panels, std::size_t features) const;

  void encodings(const objective::Pass<T>& pass, const objective::StepInput& input);  ///< 1
  void autoencoder_passes(const objective::Pass<T>& pass);                            ///< 3
  void autoencoder_pass(const objective::Pass<T>& pass, const nn::Piece& piece, int thread);
  /// The terms of a panel of decoded rows.
  void decoded(const objective::Pass<T>& pass, std::size_t panel, int thread);
  /// Through a Gaussian encoder's divergence and samples to its output.
  void posterior(const objective::Pass<T>& pass, const nn::Piece& piece, int thread);
  void adam(nn::Parameters<T>& parameters);
  [[nodiscard]] objective::Losses losses(const objective::Pass<T>& pass) const;

  // Each from panel `first` on.
  [[nodiscard]] const T* poses(std::size_t first) const {
    return poses_.data() + first * pose_size_;
  }
  /// The features that the encoder receives.
  [[nodiscard]] const T* features(std::size_t first) const {
    return six_ ? features_.data() + first * encoder_.inputs() * kernels::kLanes : poses(first);
  }
  [[nodiscard]] const T* latents(std::size_t first) const {
    return gaussian_ ? latents_.data() + first * latent_size_ : encoder_.output(first);
  }
  [[nodiscard]] T* latent_gradient(std::size_t first) {
    return gaussian_ ? latent_gradient_.data() + first * latent_size_
                     : encoder_.output_gradient(first);
  }

  const kernels::Table<T>& kernels_;
  double prior_factor_ = 1.0;
  double dropout_;
  std::size_t joints_;
  objective::PanelFrames numbers_;     ///< of the true rows
  objective::PanelFrames prediction_;  ///< and of the networks' features
  bool six_;
  bool gaussian_;
  nn::Parameters<T> autoencoder_;
  nn::Parameters<T> discriminator_;
  nn::Parameters<T> pose_discriminator_;
  nn::Activations<T> encoder_;
  nn::Activations<T> decoder_;
  std::size_t pose_size_;  ///< numbers of a panel
  std::size_t latent_size_;
  ThreadTeam team_;
  std::vector<double> weights_;                             ///< of loss_terms()
  std::vector<std::unique_ptr<objective::Term<T>>> terms_;  ///< those that are computed
  std::unique_ptr<objective::GeneratedRows<T>> generated_;  ///< where a term needs them

  int working_ = 1;
  std::size_t reserved_ = 0;  ///< panels
  kernels::Buffer<T> poses_;
  kernels::Buffer<T> features_;  ///< if six_
  kernels::Buffer<T> prior_;
  kernels::Buffer<T> noise_;            ///< of the samples, if gaussian_
  kernels::Buffer<T> latents_;          ///< if gaussian_
  kernels::Buffer<T> latent_gradient_;  ///< if gaussian_
  objective::PerThread<double> divergence_;
  std::vector<Room> rooms_;  ///< one per thread, where a term needs it
};

extern template class FusedStep<float>;
extern template class FusedStep<double>;

}  // namespace poseaae::fused_engine
