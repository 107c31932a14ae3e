#include "fused_step.hpp"

#include <algorithm>
#include <type_traits>

#include "pose_terms.hpp"

namespace poseaae::fused_engine {

using kernels::kLanes;

namespace {

/// Multiplications and additions that make another thread worth waking: some ten microseconds.
constexpr double kWorkPerThread = 1.5e6;

}  // namespace

template <typename T>
FusedStep<T>::FusedStep(const objective::EngineSetup& setup)
    : kernels_(kernels::table<T>()),
      dropout_(setup.options.dropout),
      joints_(static_cast<std::size_t>(setup.skeleton.joints())),
      numbers_(setup.rows, kernels::RotationForm::kQuaternion),
      prediction_(setup.rows, setup.objective.rotation),
      six_(setup.objective.rotation == kernels::RotationForm::kSixD),
      gaussian_(setup.initial.gaussian()),
      autoencoder_({&setup.initial.encoder, &setup.initial.decoder}, setup.options.optimiser,
                   setup.options.threads),
      discriminator_({&setup.initial.discriminator}, setup.options.optimiser,
                     setup.options.threads),
      pose_discriminator_({&setup.initial.pose_discriminator}, setup.options.optimiser,
                          setup.options.threads),
      encoder_(autoencoder_, objective::kEncoder),
      decoder_(autoencoder_, objective::kDecoder),
      pose_size_(numbers_.row() * kLanes),
      latent_size_(decoder_.inputs() * kLanes),
      team_(setup.options.threads),
      weights_(setup.objective.weights),
      divergence_(static_cast<std::size_t>(team_.size())) {
  objective::TermSetup<T> term{setup,
                               kernels_,
                               autoencoder_,
                               discriminator_,
                               pose_discriminator_,
                               static_cast<std::size_t>(team_.size()),
                               0};
  terms_.push_back(std::make_unique<PoseTerms<T>>(term));
  for (; term.index < weights_.size(); ++term.index) {
    const auto make = std::get<objective::MakeTerm<T>>(objective::loss_terms()[term.index].loops);
    if (weights_[term.index] == 0.0 || make == nullptr) continue;
    terms_.push_back(make(term));
    const objective::LossTerm& needs = objective::loss_terms()[term.index];
    while (needs.in_room && rooms_.size() < term.threads) rooms_.emplace_back(setup);
    if (!needs.of_generated || generated_ != nullptr) continue;
    generated_ = std::make_unique<objective::GeneratedRows<T>>(setup, autoencoder_,
                                                               objective::kDecoder, term.threads);
  }
}

template <typename T>
FusedStep<T>::Room::Room(const objective::EngineSetup& setup)
    : at(setup, objective::spread_frames(static_cast<std::size_t>(setup.rows.frames),
                                         static_cast<std::size_t>(setup.rows.frames))),
      truth(at.size()),
      prediction(at.size()),
      gradient(at.size()) {}

template <typename T>
void FusedStep<T>::reserve(std::size_t samples) {
  const std::size_t panels = kernels::blocks_of(samples);
  if (panels <= reserved_) return;
  const auto threads = static_cast<std::size_t>(team_.size());
  for (auto* activations : {&encoder_, &decoder_})
    activations->reserve(panels, threads, dropout_ > 0.0);
  for (const auto& term : terms_) term->reserve(panels);
  if (generated_) generated_->reserve(panels);
  poses_.resize(panels * pose_size_);
  if (six_) features_.resize(panels * encoder_.inputs() * kLanes);
  prior_.resize(panels * latent_size_);
  if (gaussian_) {
    for (auto* buffer : {&noise_, &latents_, &latent_gradient_}) {
      buffer->resize(panels * latent_size_);
    }
  }
  reserved_ = panels;
}

template <typename T>
int FusedStep<T>::useful_threads(const BatchRows& poses) const {
  const auto samples = static_cast<std::size_t>(poses.rows());
  const double work = 6.0 * static_cast<double>(samples) *
                      static_cast<double>(autoencoder_.size() + 2 * discriminator_.size() +
                                          2 * pose_discriminator_.size());
  const auto worth = static_cast<int>(std::min(1e6, work / kWorkPerThread));
  const auto panels =
      static_cast<int>(std::min<std::size_t>(1U << 20U, kernels::blocks_of(samples)));
  return std::clamp(std::min(worth, panels), 1, team_.size());
}

template <typename T>
objective::Pass<T> FusedStep<T>::start(const BatchRows& poses, Eigen::Index matched,
                                       std::int64_t number, int threads, Learn learn) {
  const bool learns = learn == Learn::kYes;
  working_ = threads;
  for (auto* activations : {&encoder_, &decoder_}) {
    activations->set_dropout(learns ? dropout_ : 0.0, number);
  }
  reserve(static_cast<std::size_t>(poses.rows()));
  for (const auto& term : terms_) term->begin();
  divergence_.clear();
  return {
      .kernels = kernels_,
      .batch = {static_cast<std::size_t>(poses.rows())},
      .matched = {static_cast<std::size_t>(matched)},
      .number = number,
      .learns = learns,
      .prior_factor = learns ? prior_factor_ : 1.0,
      .poses = poses_.data(),
      .prior = prior_.data(),
      .latents = latents(0),
      .latent_gradient = learns ? latent_gradient(0) : nullptr,
      .decoder = decoder_,
      .generated = generated_.get(),
      .divergence = divergence_,
      .in_pieces = [this](const nn::Extent& extent, const typename objective::Pass<T>::Work& work) {
        in_pieces(extent, work);
      }};
}

template <typename T>
template <typename Work>
void FusedStep<T>::in_pieces(const nn::Extent& extent, const Work& work) {
  parallel([&](int thread) {
    const auto share = [&](int i) {
      return extent.panels() * static_cast<std::size_t>(i) / static_cast<std::size_t>(working_);
    };
    const std::size_t begin = share(thread);
    const std::size_t end = share(thread + 1);
    for (std::size_t first = begin; first < end; first += nn::kPanelsPerPass) {
      work(nn::Piece{first, std::min(nn::kPanelsPerPass, end - first), first != begin}, thread);
    }
  });
}

template <typename T>
void FusedStep<T>::load(const Source& rows, const nn::Piece& piece,
                        kernels::Buffer<T>& panels) const {
  const std::size_t first = piece.first * kLanes;
  if (first >= rows.rows) return;
  const std::size_t count = std::min(piece.count * kLanes, rows.rows - first);
  const float* const from = rows.which != nullptr ? rows.data : rows.data + first * rows.stride;
  const int* const which = rows.which != nullptr ? rows.which + first : nullptr;
  T* target = panels.data() + first * rows.columns;
  if constexpr (std::is_same_v<T, float>) {
    kernels_.to_panels(from, which, rows.stride, count, rows.columns, target);
  } else {
    BatchOf<T> converted(count, rows.columns);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t number = which != nullptr ? static_cast<std::size_t>(which[i]) : i;
      std::copy_n(from + number * rows.stride, rows.columns,
                  converted.row(static_cast<Eigen::Index>(i)).data());
    }
    kernels_.to_panels(converted.data(), nullptr, rows.columns, count, rows.columns, target);
  }
}

template <typename T>
void FusedStep<T>::draw(const objective::StepInput::Rows& given, const Noise& noise,
                        std::size_t samples, const nn::Piece& piece,
                        kernels::Buffer<T>& panels) const {
  const std::size_t features = decoder_.inputs();
  if (given.size() > 0) {
    load({given.data(), nullptr, static_cast<std::size_t>(given.outerStride()), samples, features},
         piece, panels);
    return;
  }
  const std::size_t end = std::min(piece.end(), kernels::blocks_of(samples)) * kLanes;
  for (std::size_t row = piece.first * kLanes; row < end; ++row) {
    T* const lane = panels.data() + row / kLanes * latent_size_ + row % kLanes;
    for (std::size_t f = 0; f < features; f += Noise::kBlock) {
      const auto numbers = noise.normal(static_cast<std::uint32_t>(row),
                                        static_cast<std::uint32_t>(f / Noise::kBlock));
      for (std::size_t i = 0; i < Noise::kBlock && f + i < features; ++i) {
        lane[(f + i) * kLanes] = static_cast<T>(numbers[i]);
      }
    }
  }
}

template <typename T>
void FusedStep<T>::encode_piece(const BatchRows& poses, const nn::Piece& piece) {
  load({poses.which() != nullptr ? poses.matrix().data() : poses[0], poses.which(),
        static_cast<std::size_t>(poses.stride()), static_cast<std::size_t>(poses.rows()),
        static_cast<std::size_t>(poses.cols())},
       piece, poses_);
  if (six_) {
    for (std::size_t p = piece.first; p < piece.end(); ++p) to_features(p);
  }
  encoder_.forward(kernels_, features(piece.first), piece.first, piece.count);
  if (gaussian_) {
    const std::size_t start = piece.first * latent_size_;
    kernels_.sample(decoder_.inputs(), piece.count, encoder_.output(piece.first),
                    noise_.data() + start, latents_.data() + start);
  }
}

template <typename T>
void FusedStep<T>::to_features(std::size_t panel) {
  const T* const numbers = poses(panel);
  T* const features = features_.data() + panel * prediction_.row() * kLanes;
  for (std::size_t t = 0; t < numbers_.count; ++t) {
    kernels_.to_six(joints_, 1, numbers_.frame(numbers, t), prediction_.frame(features, t));
    std::copy(numbers_.root(numbers, t), numbers_.frame(numbers, t + 1),
              prediction_.root(features, t));
  }
}

template <typename T>
Batch FusedStep<T>::unload(const objective::Pass<T>& pass, const T* panels,
                           std::size_t features) const {
  BatchOf<T> rows(pass.batch.samples, features);
  kernels_.from_panels(panels, pass.batch.samples, features, rows.data(), features);
  return rows.template cast<float>();
}

template <typename T>
void FusedStep<T>::posterior(const objective::Pass<T>& pass, const nn::Piece& piece, int thread) {
  double factor = 0.0;
  for (const auto& term : terms_) factor += term->divergence_factor(pass);
  for (std::size_t p = piece.first; p < piece.end(); ++p) {
    divergence_[thread] += kernels_.divergence(decoder_.inputs(), pass.batch.lanes(p),
                                               static_cast<T>(factor), encoder_.output(p),
                                               noise_.data() + p * latent_size_, latent_gradient(p),
                                               pass.learns ? encoder_.output_gradient(p) : nullptr);
  }
}

template <typename T>
void FusedStep<T>::decoded(const objective::Pass<T>& pass, std::size_t p, int thread) {
  objective::DecodedPanel<T> panel{.lanes = pass.batch.lanes(p),
                                   .thread = thread,
                                   .truth = poses(p),
                                   .prediction = decoder_.output(p),
                                   .gradient = pass.learns ? decoder_.output_gradient(p) : nullptr};
  Room* const room = rooms_.empty() ? nullptr : &rooms_[static_cast<std::size_t>(thread)];
  if (room != nullptr) {
    room->at.of_truth(kernels_, panel.truth, room->truth.data());
    room->at.of_prediction(kernels_, panel.prediction, room->prediction.data());
    std::fill(room->gradient.begin(), room->gradient.end(), T(0));
    panel.true_positions = room->truth.data();
    panel.positions = room->prediction.data();
    panel.by_positions = pass.learns ? room->gradient.data() : nullptr;
  }
  for (const auto& term : terms_) term->decoded(pass, panel);
  if (room != nullptr && pass.learns) {
    room->at.backward(kernels_, panel.lanes, panel.prediction, panel.positions, panel.by_positions,
                      panel.gradient);
  }
}

template <typename T>
void FusedStep<T>::autoencoder_pass(const objective::Pass<T>& pass, const nn::Piece& piece,
                                    int thread) {
  decoder_.forward(kernels_, latents(piece.first), piece.first, piece.count);
  for (std::size_t p = piece.first; p < piece.end(); ++p) decoded(pass, p, thread);
  if (pass.learns) {
    decoder_.backward(kernels_, latents(piece.first), piece.first, piece.count, thread,
                      {true, piece.add, latent_gradient(piece.first)});
  }
  for (const auto& term : terms_) term->encodings(pass, piece, thread);
  if (gaussian_) posterior(pass, piece, thread);
  if (!pass.learns) return;
  encoder_.backward(kernels_, features(piece.first), piece.first, piece.count, thread,
                    {true, piece.add, nullptr});
}

template <typename T>
void FusedStep<T>::adam(nn::Parameters<T>& parameters) {
  parameters.begin_step(kernels_, working_);
  constexpr std::size_t kWorthSharing = 8192;  // fewer are done before another thread is awake
  if (parameters.size() < kWorthSharing) {
    parameters.finish_step(kernels_, 0, 1, working_);
    return;
  }
  parallel([&](int thread) { parameters.finish_step(kernels_, thread, working_, working_); });
}

template <typename T>
objective::Losses FusedStep<T>::losses(const objective::Pass<T>& pass) const {
  objective::Losses losses;
  losses.terms = objective::TermValues(weights_.size(), 0.0);
  for (const auto& term : terms_) term->value(pass, losses);
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    if (!pass.learns && objective::loss_terms()[i].judges_poses) continue;
    const double factor = objective::loss_terms()[i].matches_prior() ? pass.prior_factor : 1.0;
    losses.total += factor * weights_[i] * losses.terms[i];
  }
  return losses;
}

template <typename T>
void FusedStep<T>::encodings(const objective::Pass<T>& pass, const objective::StepInput& input) {
  in_pieces(pass.batch, [&](const nn::Piece& piece, int thread) {
    draw(input.prior, input.noise_of(objective::NoiseStream::kPrior), pass.matched.samples, piece,
         prior_);
    if (gaussian_) {
      draw(input.noise, input.noise_of(objective::NoiseStream::kEncoder), pass.batch.samples, piece,
           noise_);
    }
    encode_piece(input.poses, piece);
    if (generated_) {
      generated_->decode(kernels_, pass.matched.part_of(piece), thread, pass.prior, pass.poses);
    }
    if (!pass.learns) return;
    for (const auto& term : terms_) term->teach(pass, piece, thread);
  });
}

template <typename T>
void FusedStep<T>::autoencoder_passes(const objective::Pass<T>& pass) {
  for (const auto& term : terms_) term->encoded(pass);
  in_pieces(pass.batch,
            [&](const nn::Piece& piece, int thread) { autoencoder_pass(pass, piece, thread); });
  for (const auto& term : terms_) term->finish(pass);
  if (!generated_ || !pass.learns) return;
  in_pieces(pass.matched, [&](const nn::Piece& piece, int thread) {
    generated_->backward(kernels_, pass.matched, piece, thread, pass.prior);
  });
}

template <typename T>
objective::Losses FusedStep<T>::step(const objective::StepInput& input) {
  input.check(static_cast<Eigen::Index>(decoder_.inputs()), gaussian_);
  const objective::Pass<T> pass =
      start(input.poses, input.recorded, input.number, useful_threads(input.poses), Learn::kYes);
  encodings(pass, input);
  for (const auto& term : terms_) {
    if (nn::Parameters<T>* const taught = term->taught()) adam(*taught);
  }
  autoencoder_passes(pass);
  adam(autoencoder_);
  return losses(pass);
}

template <typename T>
objective::Losses FusedStep<T>::gradients(const objective::StepInput& input) {
  const objective::Pass<T> pass = start(input.poses, input.recorded, input.number, 1, Learn::kYes);
  encodings(pass, input);
  autoencoder_passes(pass);
  return losses(pass);
}

template <typename T>
objective::Losses FusedStep<T>::evaluate(const BatchRows& poses) {
  const objective::Pass<T> pass =
      start(poses, poses.rows(), autoencoder_.steps(), useful_threads(poses), Learn::kNo);
  encodings(pass, {.poses = poses, .recorded = poses.rows()});
  autoencoder_passes(pass);
  return losses(pass);
}

template <typename T>
Batch FusedStep<T>::encode(const BatchRows& poses) {
  const objective::Pass<T> pass = start(poses, 0, 0, useful_threads(poses), Learn::kNo);
  in_pieces(pass.batch, [&](const nn::Piece& piece, int) { encode_piece(poses, piece); });
  return unload(pass, encoder_.output(0), encoder_.outputs())
      .leftCols(static_cast<Eigen::Index>(decoder_.inputs()));
}

template <typename T>
Batch FusedStep<T>::reconstruct(const BatchRows& poses) {
  const objective::Pass<T> pass = start(poses, 0, 0, useful_threads(poses), Learn::kNo);
  std::fill(noise_.begin(), noise_.end(), T(0));  // the means
  in_pieces(pass.batch, [&](const nn::Piece& piece, int) {
    encode_piece(poses, piece);
    decoder_.forward(kernels_, latents(piece.first), piece.first, piece.count);
  });
  return unload(pass, decoder_.output(0), decoder_.outputs());
}

template class FusedStep<float>;
template class FusedStep<double>;

}  // namespace poseaae::fused_engine
