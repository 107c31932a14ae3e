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
      dropout_(setup.dropout),
      pose_(objective_, setup.skeleton),
      prior_term_(term_index("prior")),
      mmd_term_(term_index("mmd")),
      divergence_term_(term_index("kl")),
      sliced_term_(term_index("sliced")),
      generated_term_(term_index("generated")),
      tutorial_(objective_.preset == Preset::kTutorial),
      six_(objective_.rotation == kernels::RotationForm::kSixD),
      gaussian_(setup.initial.gaussian()),
      encoder_layers_(setup.initial.encoder.layers().size()),
      autoencoder_({&setup.initial.encoder, &setup.initial.decoder}, setup.optimiser,
                   setup.threads),
      encoder_(autoencoder_, 0, encoder_layers_),
      decoder_(autoencoder_, encoder_layers_, setup.initial.decoder.layers().size()),
      discriminator_(setup, kernels_),
      mmd_(kernels_, decoder_.inputs()),
      generated_(setup, kernels_, autoencoder_, encoder_layers_),
      pose_size_(kernels::quaternion_rows(pose_.joints()) * kLanes),
      latent_size_(decoder_.inputs() * kLanes),
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
  for (auto* activations : {&encoder_, &decoder_})
    activations->reserve(panels, threads, dropout_ > 0.0);
  discriminator_.reserve(panels, threads);
  poses_.resize(panels * pose_size_);
  if (six_) six_d_.resize(panels * encoder_.inputs() * kLanes);
  for (auto* buffer : {&prior_, &from_discriminator_}) buffer->resize(panels * latent_size_);
  if (counts(sliced_term_)) from_slices_.resize(panels * latent_size_);
  if (counts(generated_term_)) generated_.reserve(panels, threads);
  if (gaussian_) {
    for (auto* buffer : {&noise_, &latents_, &latent_gradient_}) {
      buffer->resize(panels * latent_size_);
    }
  }
  reserved_ = panels;
}

template <typename T>
int FusedStep<T>::useful_threads(const Batch& poses) const {
  const auto samples = static_cast<std::size_t>(poses.rows());
  const double work = 6.0 * static_cast<double>(samples) *
                      static_cast<double>(autoencoder_.size() + 2 * discriminator().size());
  const auto worth = static_cast<int>(std::min(1e6, work / kWorkPerThread));
  const auto panels =
      static_cast<int>(std::min<std::size_t>(1U << 20U, kernels::blocks_of(samples)));
  return std::clamp(std::min(worth, panels), 1, team_.size());
}

template <typename T>
void FusedStep<T>::start(const Batch& poses, Eigen::Index matched, int threads, Learn learn) {
  batch_.samples = static_cast<std::size_t>(poses.rows());
  matched_.samples = static_cast<std::size_t>(matched);
  working_ = threads;
  factor_ = learn == Learn::kYes ? prior_factor_ : 1.0;
  for (auto* activations : {&encoder_, &decoder_}) {
    activations->set_dropout(learn == Learn::kYes ? dropout_ : 0.0, autoencoder_.steps());
  }
  reserve(batch_.samples);
  std::fill(sums_.begin(), sums_.end(), Sums{});
}

template <typename T>
template <typename Work>
void FusedStep<T>::in_pieces(const Extent& extent, const Work& work) {
  parallel([&](int thread) {
    const auto share = [&](int i) {
      return extent.panels() * static_cast<std::size_t>(i) / static_cast<std::size_t>(working_);
    };
    const std::size_t begin = share(thread);
    const std::size_t end = share(thread + 1);
    for (std::size_t first = begin; first < end; first += kPanelsPerPass) {
      work(Piece{first, std::min(kPanelsPerPass, end - first), first != begin}, thread);
    }
  });
}

template <typename T>
void FusedStep<T>::load(const Batch& batch, std::size_t first, std::size_t features,
                        const Piece& piece, Buffer<T>& panels) const {
  const auto columns = static_cast<std::size_t>(batch.cols());
  const std::size_t row = piece.first * kLanes;
  const auto there = static_cast<std::size_t>(batch.rows());
  if (row >= there) return;
  const std::size_t rows = std::min(piece.count * kLanes, there - row);
  T* target = panels.data() + row * features;
  if constexpr (std::is_same_v<T, float>) {
    kernels_.to_panels(batch.data() + row * columns + first, columns, rows, features, target);
  } else {
    const BatchOf<T> converted =
        batch
            .block(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(first),
                   static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(features))
            .template cast<T>();
    kernels_.to_panels(converted.data(), features, rows, features, target);
  }
}

template <typename T>
void FusedStep<T>::load_noise(const Batch& noise, const Piece& piece) {
  const std::size_t features = decoder_.inputs();
  load(noise, 0, features, piece, prior_);
  if (gaussian_) load(noise, features, features, piece, noise_);
}

template <typename T>
void FusedStep<T>::encode_piece(const Batch& poses, const Piece& piece) {
  load(poses, 0, kernels::quaternion_rows(pose_.joints()), piece, poses_);
  if (six_) {
    kernels_.to_six(pose_.joints(), piece.count, this->poses(piece.first),
                    six_d_.data() + piece.first * encoder_.inputs() * kLanes);
  }
  encoder_.forward(kernels_, features(piece.first), piece.first, piece.count);
  if (gaussian_) {
    const std::size_t start = piece.first * latent_size_;
    kernels_.sample(decoder_.inputs(), piece.count, encoder_.output(piece.first),
                    noise_.data() + start, latents_.data() + start);
  }
}

template <typename T>
Batch FusedStep<T>::unload(const T* panels, std::size_t features) const {
  BatchOf<T> rows(batch_.samples, features);
  kernels_.from_panels(panels, batch_.samples, features, rows.data(), features);
  return rows.template cast<float>();
}

template <typename T>
void FusedStep<T>::pose_losses(const Piece& piece, int thread, Learn learn) {
  for (std::size_t p = piece.first; p < piece.end(); ++p) {
    pose_.add_panel(kernels_, batch_.lanes(p), batch_.samples, poses(p), decoder_.output(p),
                    pose_scratch_[static_cast<std::size_t>(thread)].data(),
                    learn == Learn::kYes ? decoder_.output_gradient(p) : nullptr,
                    sums_[static_cast<std::size_t>(thread)].pose);
  }
}

template <typename T>
void FusedStep<T>::match_prior(const Piece& piece, int thread, T* gradient) {
  Sums& sums = sums_[static_cast<std::size_t>(thread)];
  if (counts(prior_term_)) {
    const std::size_t start = piece.first * latent_size_;
    const auto factor = static_cast<T>(weight(prior_term_) / static_cast<double>(matched_.samples));
    // In the tutorial no gradient of it reaches the encoder.
    T* const slope =
        gradient == nullptr || tutorial_ ? nullptr : from_discriminator_.data() + start;
    sums.prior +=
        discriminator_.encoder_loss(matched_, piece, thread, latents(piece.first), factor, slope);
    if (slope != nullptr) {
      for (std::size_t i = 0; i < piece.count * latent_size_; ++i) gradient[i] += slope[i];
    }
  }
  if (counts(mmd_term_)) {
    sums.mmd += mmd_.part(matched_, piece, latents(0), prior_.data(), weight(mmd_term_), gradient);
  }
  if (counts(sliced_term_) && gradient != nullptr) {
    const T* const slope = from_slices_.data() + piece.first * latent_size_;
    const std::size_t panels = std::min(piece.end(), matched_.panels());
    for (std::size_t i = 0; piece.first * latent_size_ + i < panels * latent_size_; ++i) {
      gradient[i] += slope[i];
    }
  }
}

/// All encodings at once, by one thread: sorting is little beside the networks.
template <typename T>
void FusedStep<T>::slice_latents() {
  const auto features = static_cast<Eigen::Index>(decoder_.inputs());
  const auto rows = static_cast<Eigen::Index>(matched_.samples);
  latent_rows_.resize(rows, features);
  kernels_.from_panels(latents(0), matched_.samples, decoder_.inputs(), latent_rows_.data(),
                       decoder_.inputs());
  slices_.set_directions(features, kLatentDirections, autoencoder_.steps());
  sliced_ = slices_.to_normal(latent_rows_, static_cast<T>(weight(sliced_term_)), slice_rows_);
  kernels_.to_panels(slice_rows_.data(), decoder_.inputs(), matched_.samples, decoder_.inputs(),
                     from_slices_.data());
  // to_panels repeats the last sample in the lanes beyond, which have no gradient
  for (std::size_t lane = matched_.lanes(matched_.panels() - 1); lane < kLanes; ++lane) {
    T* const last = from_slices_.data() + (matched_.panels() - 1) * latent_size_;
    for (std::size_t f = 0; f < decoder_.inputs(); ++f) last[f * kLanes + lane] = T(0);
  }
}

template <typename T>
void FusedStep<T>::generate(Learn learn) {
  in_pieces(matched_, [&](const Piece& piece, int thread) {
    generated_.decode(matched_, piece, thread, prior_.data(), poses_.data());
  });
  generated_loss_ =
      generated_.compare(matched_, static_cast<T>(weight(generated_term_)), autoencoder_.steps());
  if (learn == Learn::kNo) return;
  in_pieces(matched_, [&](const Piece& piece, int thread) {
    generated_.backward(matched_, piece, thread, prior_.data());
  });
}

/// The Gaussian encoder's divergence from the prior; on the way back, from the gradient by the
/// sample to that by mean and variance.
template <typename T>
void FusedStep<T>::divergence(const Piece& piece, int thread, Learn learn) {
  const auto factor =
      static_cast<T>(weight(divergence_term_) / static_cast<double>(batch_.samples));
  for (std::size_t p = piece.first; p < piece.end(); ++p) {
    sums_[static_cast<std::size_t>(thread)].divergence +=
        kernels_.divergence(decoder_.inputs(), batch_.lanes(p), factor, encoder_.output(p),
                            noise_.data() + p * latent_size_, latent_gradient(p),
                            learn == Learn::kYes ? encoder_.output_gradient(p) : nullptr);
  }
}

template <typename T>
void FusedStep<T>::autoencoder_pass(const Piece& piece, int thread, Learn learn) {
  decoder_.forward(kernels_, latents(piece.first), piece.first, piece.count);
  pose_losses(piece, thread, learn);
  T* gradient = nullptr;
  if (learn == Learn::kYes) {
    gradient = latent_gradient(piece.first);
    decoder_.backward(kernels_, latents(piece.first), piece.first, piece.count, thread,
                      {true, piece.add, gradient});
  }
  match_prior(piece, thread, gradient);
  if (gaussian_) divergence(piece, thread, learn);
  if (learn == Learn::kNo) return;
  encoder_.backward(kernels_, features(piece.first), piece.first, piece.count, thread,
                    {true, piece.add, nullptr});
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
    all.pose.rotation += sums.pose.rotation;
    all.prior += sums.prior;
    all.mmd += sums.mmd;
    all.divergence += sums.divergence;
    all.discriminator += sums.discriminator;
  }
  const auto samples = static_cast<double>(batch_.samples);
  const auto matched = static_cast<double>(matched_.samples);
  Losses losses;
  losses.terms = TermValues(loss_terms().size(), 0.0);
  const auto pose = pose_.means(all.pose, batch_.samples);
  for (std::size_t i = 0; i < pose.size(); ++i) losses.terms[pose_terms_[i]] = pose[i];
  losses.terms[prior_term_] = all.prior / matched;
  losses.terms[mmd_term_] = all.mmd;
  losses.terms[divergence_term_] = counts(divergence_term_) ? all.divergence / samples : 0.0;
  losses.terms[sliced_term_] = counts(sliced_term_) ? sliced_ : 0.0;
  losses.terms[generated_term_] = counts(generated_term_) ? generated_loss_ : 0.0;
  for (std::size_t i = 0; i < losses.terms.size(); ++i) {
    losses.total += weight(i) * losses.terms[i];
  }
  losses.discriminator = 0.5 * all.discriminator / matched;
  return losses;
}

template <typename T>
void FusedStep<T>::encodings(const Batch& poses, const Batch& noise, Learn learn) {
  in_pieces(batch_, [&](const Piece& piece, int thread) {
    load_noise(noise, piece);
    encode_piece(poses, piece);
    if (learn == Learn::kNo || !counts(prior_term_)) return;
    sums_[static_cast<std::size_t>(thread)].discriminator += discriminator_.accumulate_gradients(
        matched_, piece, thread, prior_.data() + piece.first * latent_size_, latents(piece.first));
  });
}

template <typename T>
void FusedStep<T>::autoencoder_passes(Learn learn) {
  if (counts(sliced_term_)) slice_latents();
  in_pieces(batch_,
            [&](const Piece& piece, int thread) { autoencoder_pass(piece, thread, learn); });
  if (counts(generated_term_)) generate(learn);
}

template <typename T>
Losses FusedStep<T>::step(const Batch& poses, const Batch& noise) {
  start(poses, noise.rows(), useful_threads(poses), Learn::kYes);
  encodings(poses, noise, Learn::kYes);
  if (counts(prior_term_)) adam(discriminator());
  autoencoder_passes(Learn::kYes);
  adam(autoencoder_);
  return losses();
}

template <typename T>
Losses FusedStep<T>::gradients(const Batch& poses, const Batch& noise) {
  start(poses, noise.rows(), 1, Learn::kYes);
  encodings(poses, noise, Learn::kYes);
  autoencoder_passes(Learn::kYes);
  return losses();
}

template <typename T>
Losses FusedStep<T>::evaluate(const Batch& poses, const Batch& noise) {
  start(poses, noise.rows(), useful_threads(poses), Learn::kNo);
  encodings(poses, noise, Learn::kNo);
  autoencoder_passes(Learn::kNo);
  return losses();
}

template <typename T>
Batch FusedStep<T>::encode(const Batch& poses) {
  start(poses, 0, useful_threads(poses), Learn::kNo);
  in_pieces(batch_, [&](const Piece& piece, int) { encode_piece(poses, piece); });
  return unload(encoder_.output(0), encoder_.outputs())
      .leftCols(static_cast<Eigen::Index>(decoder_.inputs()));
}

template <typename T>
Batch FusedStep<T>::reconstruct(const Batch& poses) {
  start(poses, 0, useful_threads(poses), Learn::kNo);
  std::fill(noise_.begin(), noise_.end(), T(0));  // the means
  in_pieces(batch_, [&](const Piece& piece, int) {
    encode_piece(poses, piece);
    decoder_.forward(kernels_, latents(piece.first), piece.first, piece.count);
  });
  return unload(decoder_.output(0), decoder_.outputs());
}

template class FusedStep<float>;
template class FusedStep<double>;

}  // namespace poseaae::training::fused
