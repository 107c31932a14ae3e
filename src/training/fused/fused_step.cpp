#include "fused_step.hpp"

#include <algorithm>
#include <type_traits>

namespace poseaae::training::fused {

using kernels::kLanes;

namespace {

/// Multiplications and additions that make another thread worth waking: some ten microseconds.
constexpr double kWorkPerThread = 1.5e6;

}  // namespace

template <typename T>
FusedStep<T>::FusedStep(const EngineSetup& setup)
    : kernels_(kernels::table<T>()),
      objective_(setup.objective),
      pose_(objective_, setup.skeleton),
      prior_term_(term_index("prior")),
      encoder_layers_(setup.initial.encoder.layers().size()),
      autoencoder_({&setup.initial.encoder, &setup.initial.decoder}, setup.optimiser,
                   setup.threads),
      discriminator_({&setup.initial.discriminator}, setup.optimiser, setup.threads),
      encode_(autoencoder_, 0, encoder_layers_),
      decode_(autoencoder_, encoder_layers_, setup.initial.decoder.layers().size()),
      tell_(discriminator_, 0, setup.initial.discriminator.layers().size()),
      team_(setup.threads),
      pose_scratch_(static_cast<std::size_t>(team_.size())),
      sums_(static_cast<std::size_t>(team_.size())) {
  for (std::size_t i = 0; i < pose_terms_.size(); ++i) {
    pose_terms_[i] = term_index(PoseObjective<T>::kTerms[i]);
  }
  for (auto& scratch : pose_scratch_) scratch.resize(pose_.scratch_size());
}

template <typename T>
void FusedStep<T>::reserve(std::size_t samples) {
  const std::size_t panels = kernels::blocks_of(samples);
  if (panels <= reserved_) return;
  const auto threads = static_cast<std::size_t>(team_.size());
  encode_.reserve(panels, threads);
  decode_.reserve(panels, threads);
  tell_.reserve(panels, threads);
  poses_.resize(panels * encode_.inputs() * kLanes);
  prior_.resize(panels * encode_.outputs() * kLanes);
  latent_gradient_.resize(prior_.size());
  reserved_ = panels;
}

template <typename T>
int FusedStep<T>::useful_threads(const Batch& poses) const {
  const auto samples = static_cast<std::size_t>(poses.rows());
  const double work = 6.0 * static_cast<double>(samples) *
                      static_cast<double>(autoencoder_.size() + 2 * discriminator_.size());
  const auto worth = static_cast<int>(std::min(1e6, work / kWorkPerThread));
  const auto panels =
      static_cast<int>(std::min<std::size_t>(1U << 20U, kernels::blocks_of(samples)));
  return std::clamp(std::min(worth, panels), 1, team_.size());
}

template <typename T>
void FusedStep<T>::start(const Batch& poses, int threads) {
  samples_ = static_cast<std::size_t>(poses.rows());
  panels_ = kernels::blocks_of(samples_);
  working_ = threads;
  reserve(samples_);
  std::fill(sums_.begin(), sums_.end(), Sums{});
}

template <typename T>
std::size_t FusedStep<T>::lanes(std::size_t panel) const {
  return std::min(kLanes, samples_ - panel * kLanes);
}

template <typename T>
template <typename Work>
void FusedStep<T>::in_pieces(const Work& work) {
  parallel([&](int thread) {
    const auto share = [&](int i) {
      return panels_ * static_cast<std::size_t>(i) / static_cast<std::size_t>(working_);
    };
    const std::size_t begin = share(thread);
    const std::size_t end = share(thread + 1);
    for (std::size_t first = begin; first < end; first += kPanelsAPass) {
      work(Piece{first, std::min(kPanelsAPass, end - first), first != begin}, thread);
    }
  });
}

template <typename T>
void FusedStep<T>::load(const Batch& batch, const Piece& piece, Buffer<T>& panels) const {
  const auto columns = static_cast<std::size_t>(batch.cols());
  const std::size_t row = piece.first * kLanes;
  const std::size_t rows = std::min(piece.count * kLanes, samples_ - row);
  T* target = panels.data() + row * columns;
  if constexpr (std::is_same_v<T, float>) {
    kernels_.to_panels(batch.data() + row * columns, columns, rows, columns, target);
  } else {
    const Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> converted =
        batch.middleRows(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(rows))
            .template cast<T>();
    kernels_.to_panels(converted.data(), columns, rows, columns, target);
  }
}

template <typename T>
void FusedStep<T>::encode_piece(const Batch& poses, const Piece& piece) {
  load(poses, piece, poses_);
  encode_.forward(kernels_, poses_.data() + piece.first * encode_.inputs() * kLanes, piece.first,
                  piece.count);
}

template <typename T>
Batch FusedStep<T>::unload(const Passes<T>& passes) const {
  Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows(samples_,
                                                                         passes.outputs());
  kernels_.from_panels(passes.output(0), samples_, passes.outputs(), rows.data(), passes.outputs());
  return rows.template cast<float>();
}

/// Forward and backward through the discriminator on samples whose label is 1 (sign -1) or 0
/// (sign +1): -log sigmoid(x) = softplus(-x), -log(1 - sigmoid(x)) = softplus(x).
template <typename T>
void FusedStep<T>::told_apart(const T* input, T sign, bool add, const Piece& piece, int thread) {
  const T scale = static_cast<T>(0.5 / static_cast<double>(samples_));
  tell_.forward(kernels_, input, piece.first, piece.count);
  double& sum = sums_[static_cast<std::size_t>(thread)].discriminator;
  for (std::size_t p = piece.first; p < piece.first + piece.count; ++p) {
    sum += kernels_.softplus(sign, lanes(p), scale, tell_.output(p), tell_.output_gradient(p));
  }
  tell_.backward(kernels_, input, piece.first, piece.count, thread, {true, add, nullptr});
}

template <typename T>
void FusedStep<T>::discriminator_pass(const Piece& piece, int thread) {
  const T* real = prior_.data() + piece.first * tell_.inputs() * kLanes;
  told_apart(real, T(-1), piece.add, piece, thread);
  told_apart(encode_.output(piece.first), T(1), true, piece, thread);
}

template <typename T>
void FusedStep<T>::pose_losses(const Piece& piece, int thread, Learn learn) {
  const std::size_t size = encode_.inputs() * kLanes;
  for (std::size_t p = piece.first; p < piece.first + piece.count; ++p) {
    pose_.add_panel(kernels_, lanes(p), samples_, poses_.data() + p * size, decode_.output(p),
                    pose_scratch_[static_cast<std::size_t>(thread)].data(),
                    learn == Learn::kYes ? decode_.output_gradient(p) : nullptr,
                    sums_[static_cast<std::size_t>(thread)].pose);
  }
}

/// What the discriminator says of the encodings. In the tutorial no gradient of it reaches the
/// encoder: its part stays zero.
template <typename T>
void FusedStep<T>::prior_loss(const Piece& piece, int thread, Learn learn) {
  tell_.forward(kernels_, encode_.output(piece.first), piece.first, piece.count);
  double& sum = sums_[static_cast<std::size_t>(thread)].prior;
  if (objective_.preset == Preset::kTutorial) {
    for (std::size_t p = piece.first; p < piece.first + piece.count; ++p) {
      sum += 100.0 * kernels_.sigmoid_sum(lanes(p), tell_.output(p));
    }
    return;
  }
  const T scale = static_cast<T>(objective_.weights[prior_term_] / static_cast<double>(samples_));
  for (std::size_t p = piece.first; p < piece.first + piece.count; ++p) {
    sum += kernels_.softplus(T(-1), lanes(p), scale, tell_.output(p), tell_.output_gradient(p));
  }
  if (learn == Learn::kNo) return;
  tell_.backward(kernels_, encode_.output(piece.first), piece.first, piece.count, thread,
                 {false, false, latent_gradient_.data() + piece.first * tell_.inputs() * kLanes});
}

template <typename T>
void FusedStep<T>::autoencoder_pass(const Piece& piece, int thread, Learn learn) {
  const T* latents = encode_.output(piece.first);
  decode_.forward(kernels_, latents, piece.first, piece.count);
  pose_losses(piece, thread, learn);
  prior_loss(piece, thread, learn);
  if (learn == Learn::kNo) return;
  T* gradient = encode_.output_gradient(piece.first);
  decode_.backward(kernels_, latents, piece.first, piece.count, thread,
                   {true, piece.add, gradient});
  if (objective_.preset == Preset::kCorrected) {
    const std::size_t size = encode_.outputs() * kLanes;
    const T* from_prior = latent_gradient_.data() + piece.first * size;
    for (std::size_t i = 0; i < piece.count * size; ++i) gradient[i] += from_prior[i];
  }
  encode_.backward(kernels_, poses_.data() + piece.first * encode_.inputs() * kLanes, piece.first,
                   piece.count, thread, {true, piece.add, nullptr});
}

template <typename T>
void FusedStep<T>::adam(Parameters<T>& parameters) {
  parameters.begin_step(kernels_, working_);
  constexpr std::size_t kWorthSharing = 8192;  // fewer are done before another thread is awake
  if (parameters.size() < kWorthSharing) {
    parameters.finish_step(kernels_, 0, 1, working_);
    return;
  }
  parallel([&](int thread) { parameters.finish_step(kernels_, thread, working_, working_); });
}

template <typename T>
Losses FusedStep<T>::losses() const {
  Sums all;
  for (const Sums& sums : sums_) {
    all.pose.norm += sums.pose.norm;
    all.pose.position += sums.pose.position;
    all.pose.quaternion += sums.pose.quaternion;
    all.prior += sums.prior;
    all.discriminator += sums.discriminator;
  }
  const auto samples = static_cast<double>(samples_);
  Losses losses;
  losses.terms = TermValues(loss_terms().size(), 0.0);
  const auto pose = pose_.means(all.pose, samples_);
  for (std::size_t i = 0; i < pose.size(); ++i) losses.terms[pose_terms_[i]] = pose[i];
  losses.terms[prior_term_] = all.prior / samples;
  for (std::size_t i = 0; i < losses.terms.size(); ++i) {
    losses.total += objective_.weights[i] * losses.terms[i];
  }
  losses.discriminator = 0.5 * all.discriminator / samples;
  return losses;
}

template <typename T>
void FusedStep<T>::discriminator_gradients(const Batch& poses, const Batch& prior) {
  in_pieces([&](const Piece& piece, int thread) {
    load(prior, piece, prior_);
    encode_piece(poses, piece);
    discriminator_pass(piece, thread);
  });
}

template <typename T>
void FusedStep<T>::autoencoder_gradients() {
  in_pieces([&](const Piece& piece, int thread) { autoencoder_pass(piece, thread, Learn::kYes); });
}

template <typename T>
Losses FusedStep<T>::step(const Batch& poses, const Batch& prior) {
  start(poses, useful_threads(poses));
  discriminator_gradients(poses, prior);
  adam(discriminator_);
  autoencoder_gradients();
  adam(autoencoder_);
  return losses();
}

template <typename T>
Losses FusedStep<T>::gradients(const Batch& poses, const Batch& prior) {
  start(poses, 1);
  discriminator_gradients(poses, prior);
  autoencoder_gradients();
  return losses();
}

template <typename T>
Losses FusedStep<T>::evaluate(const Batch& poses) {
  start(poses, useful_threads(poses));
  in_pieces([&](const Piece& piece, int thread) {
    encode_piece(poses, piece);
    autoencoder_pass(piece, thread, Learn::kNo);
  });
  return losses();
}

template <typename T>
Batch FusedStep<T>::encode(const Batch& poses) {
  start(poses, useful_threads(poses));
  in_pieces([&](const Piece& piece, int) { encode_piece(poses, piece); });
  return unload(encode_);
}

template <typename T>
Batch FusedStep<T>::reconstruct(const Batch& poses) {
  start(poses, useful_threads(poses));
  in_pieces([&](const Piece& piece, int) {
    encode_piece(poses, piece);
    decode_.forward(kernels_, encode_.output(piece.first), piece.first, piece.count);
  });
  return unload(decode_);
}

template class FusedStep<float>;
template class FusedStep<double>;

}  // namespace poseaae::training::fused
