#include "poseaae/torch_engine/torch_engine.hpp"

#include <fmt/format.h>
#include <torch/autograd.h>
#include <torch/cuda.h>
#include <torch/utils.h>
#include <torch/version.h>

#include "adam.hpp"
#include "losses/losses.hpp"
#include "network.hpp"
#include "pose_kernel.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "runtime.hpp"
#include "tensor_io.hpp"
#include "windows.hpp"

namespace poseaae::torch_engine {

namespace {

using objective::Losses;

std::vector<torch::Tensor> joined(std::vector<torch::Tensor> a,
                                  const std::vector<torch::Tensor>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::vector<torch::Tensor> gradients(const torch::Tensor& loss,
                                     const std::vector<torch::Tensor>& parameters) {
  return torch::autograd::grad({loss}, parameters);
}

class TorchEngine final : public objective::Engine {
 public:
  explicit TorchEngine(const objective::EngineSetup& setup)
      : device_(choose_device(setup.options.device)),
        threads_(setup.options.threads),
        objective_(setup.objective),
        discriminator_options_(setup.options.discriminator),
        dropout_(setup.options.dropout),
        latent_dim_(setup.initial.latent_dim()),
        gaussian_(setup.initial.gaussian()),
        losses_(setup.objective, setup.skeleton, device_, torch::kFloat32, setup.rows),
        pose_(setup.objective, setup.skeleton, setup.rows),
        encoder_(setup.initial.encoder, device_),
        decoder_(setup.initial.decoder, device_),
        discriminator_(
            setup.initial.discriminator, device_,
            setup.options.discriminator.spectral_norm ? Weights::kSpectral : Weights::kPlain),
        autoencoder_adam_(joined(encoder_.parameters(), decoder_.parameters()),
                          setup.options.optimiser),
        discriminator_adam_(discriminator_.parameters(), setup.options.optimiser) {
    set_threads(threads_);
    objective_.weights.resize(objective::loss_terms().size());  // those not given are 0
    const auto has = [](const objective::LossTerm& term) -> bool {
      return static_cast<bool>(loss_function(term.name));
    };
    if (const auto* lacking = objective::lacking_term(objective_.weights, has)) {
      throw TrainingError(fmt::format(
          "the torch engine does not implement the loss '{0}'; use training.engine=fused or "
          "losses.{0}=0",
          lacking->name));
    }
    for (const auto& term : objective::loss_terms()) {
      const bool needed = counts(functions_.size());
      judged_ = judged_ || (needed && term.judged);
      of_generated_ = of_generated_ || (needed && term.of_generated);
      in_room_ = in_room_ || (needed && term.in_room);
      functions_.push_back(loss_function(term.name));
    }
    if (device_.is_cpu() && !find_blas().fast) {
      log::warning("libtorch uses the reference BLAS here, which is slow; install libopenblas0");
    }
  }

  Losses step(const objective::StepInput& input) override {
    input.check(latent_dim_, gaussian_);
    const Pass pass{dropout_, prior_factor_};
    const Encoded encoded = encode(input, pass);
    const auto discriminator = judged_
                                   ? discriminator_step(encoded.prior, encoded.matched().detach())
                                   : torch::zeros({}, encoded.latents.options());
    auto [terms, total] = autoencoder_terms(encoded, pass);
    autoencoder_adam_.step(gradients(total, autoencoder_adam_.parameters()));
    return to_losses(terms, total, discriminator);
  }

  Losses evaluate(const BatchRows& poses) override {
    const torch::NoGradGuard no_gradients;
    Encoded encoded = encode({.poses = poses, .recorded = poses.rows()}, {});
    encoded.number = autoencoder_adam_.steps();
    auto [terms, total] = autoencoder_terms(encoded, {});
    return to_losses(terms, total, torch::zeros({}, total.options()));
  }

  Batch encode(const BatchRows& poses) override {
    const torch::NoGradGuard no_gradients;
    return to_batch(means(features_of(poses)).contiguous());
  }

  Batch reconstruct(const BatchRows& poses) override {
    const torch::NoGradGuard no_gradients;
    return to_batch(decoder_.forward(means(features_of(poses))));
  }

  void set_prior_factor(double factor) override { prior_factor_ = factor; }

  void set_learning_rates(double autoencoder, double discriminator) override {
    autoencoder_adam_.set_learning_rate(autoencoder);
    discriminator_adam_.set_learning_rate(discriminator);
  }

  [[nodiscard]] objective::Networks networks() const override {
    return {encoder_.to_model(), decoder_.to_model(), discriminator_.to_model()};
  }

  [[nodiscard]] objective::EngineState state() const override {
    return {autoencoder_adam_.state(), discriminator_adam_.state()};
  }

  void set_state(const objective::EngineState& state) override {
    autoencoder_adam_.set_state(state.autoencoder);
    discriminator_adam_.set_state(state.discriminator);
  }

  [[nodiscard]] std::string description() const override {
    if (device_.is_cuda()) return fmt::format("libtorch {} on CUDA", TORCH_VERSION);
    return fmt::format("libtorch {} on the CPU, {} thread{}, {}", TORCH_VERSION, threads_,
                       threads_ == 1 ? "" : "s", find_blas().name);
  }

 private:
  /// What differs between learning and looking.
  struct Pass {
    double dropout = 0.0;
    double prior_factor = 1.0;
  };
  /// A batch on its way.
  struct Encoded {
    torch::Tensor target;     ///< (B, P)
    torch::Tensor latents;    ///< (B, Z)
    torch::Tensor prior;      ///< (B', Z)
    torch::Tensor posterior;  ///< (B, 2Z) where the encoder is Gaussian, else undefined
    std::int64_t number;      ///< of the step
    /// (B', Z): the encodings that are matched to the prior.
    [[nodiscard]] torch::Tensor matched() const { return latents.narrow(0, 0, prior.size(0)); }
  };

  /// (B, P) on the device, where a matrix of which rows are picked stays.
  torch::Tensor to_device(const BatchRows& poses) {
    const auto count = poses.rows();
    if (poses.which() == nullptr) {  // rows may overlap
      return torch::from_blob(const_cast<float*>(poses[0]), {count, poses.cols()},
                              {poses.stride(), 1}, torch::kFloat32)
          .contiguous()
          .to(device_);
    }
    const Batch& matrix = poses.matrix();
    if (matrix.data() != bound_ || all_.size(0) != matrix.rows() || all_.size(1) != matrix.cols()) {
      bound_ = matrix.data();
      all_ = view(matrix.data(), matrix.rows(), matrix.cols()).to(device_);
    }
    const auto rows = torch::from_blob(const_cast<int*>(poses.which()), {count}, torch::kInt32);
    const auto span = torch::arange(poses.cols() / poses.stride(), torch::kInt32);
    const auto numbers = (rows.unsqueeze(1) + span).view(-1);
    return all_.index_select(0, numbers.to(device_)).view({count, poses.cols()});
  }
  /// (count, Z): the rows given, or those of the noise.
  torch::Tensor drawn(const objective::StepInput::Rows& given, const Noise& noise,
                      std::int64_t count) const {
    if (given.size() > 0) return to_tensor(given, device_);
    Batch rows(count, latent_dim_);
    for (std::int64_t i = 0; i < count; ++i) {
      noise.fill_normal(static_cast<std::uint32_t>(i),
                        {rows.row(i).data(), static_cast<std::size_t>(latent_dim_)});
    }
    return to_tensor(rows, device_);
  }

  torch::Tensor features_of(const BatchRows& poses) {
    return features_of_rows(to_device(poses), losses_.rows, objective_.rotation);
  }
  torch::Tensor means(const torch::Tensor& features) const {
    return encoder_.forward(features).narrow(1, 0, latent_dim_);
  }

  Encoded encode(const objective::StepInput& input, const Pass& pass) {
    const auto target = to_device(input.poses);
    const auto output =
        encoder_.forward(features_of_rows(target, losses_.rows, objective_.rotation),
                         {pass.dropout, input.number, 0});
    const auto prior =
        drawn(input.prior, input.noise_of(objective::NoiseStream::kPrior), input.recorded);
    if (!gaussian_) return {target, output, prior, {}, input.number};
    const auto parts = output.chunk(2, 1);
    const auto sampled =
        parts[0] +
        (0.5 * bounded(parts[1])).exp() *
            drawn(input.noise, input.noise_of(objective::NoiseStream::kEncoder), output.size(0));
    return {target, sampled, prior, output, input.number};
  }

  [[nodiscard]] bool counts(std::size_t term) const { return objective_.weights[term] > 0.0; }
  [[nodiscard]] double weight(std::size_t term, double factor) const {
    return objective::loss_terms()[term].matches_prior() ? factor * objective_.weights[term]
                                                         : objective_.weights[term];
  }

  /// The encodings come in without gradient: the encoder does not learn here.
  torch::Tensor discriminator_step(const torch::Tensor& real, const torch::Tensor& fake) {
    const bool penalised = discriminator_options_.r1 > 0.0;
    const auto samples = penalised ? real.detach().requires_grad_(true) : real;
    const auto real_logits = discriminator_.forward(samples);
    const auto loss = discriminator_loss(real_logits, discriminator_.forward(fake),
                                         1.0 - discriminator_options_.label_smoothing);
    auto learned = loss;
    if (penalised) {
      const auto slope = torch::autograd::grad({real_logits.sum()}, {samples}, {}, true, true)[0];
      learned = loss + 0.5 * discriminator_options_.r1 * slope.square().sum(1).mean();
    }
    discriminator_adam_.step(gradients(learned, discriminator_adam_.parameters()));
    return loss;
  }

  [[nodiscard]] Frames frames_of_features(const torch::Tensor& features) const {
    return frames_of(features, losses_.rows, objective_.rotation);
  }

  /// What the terms that count need. On a CPU, those of poses are computed without it.
  LossInputs inputs_of(const Encoded& batch, const torch::Tensor& prediction) {
    const auto matched = batch.matched();
    const Frames truth = frames_of(batch.target, losses_.rows, kernels::RotationForm::kQuaternion);
    LossInputs inputs{.target = truth.rotations,
                      .prediction = {},
                      .latents = matched,
                      .prior = batch.prior,
                      .posterior = batch.posterior,
                      .step = batch.number,
                      .true_root = truth.root,
                      .true_contacts = truth.contacts};
    if (judged_) {
      inputs.logits = discriminator_.forward(
          objective_.form.prior_reaches_encoder ? matched : matched.detach());
    }
    if (of_generated_) {
      const Frames generated = frames_of_features(decoder_.forward(batch.prior));
      inputs.generated = generated.rotations;
      inputs.generated_root = generated.root;
    }
    if (device_.is_cpu() && !losses_.rows.travels) return inputs;
    const Frames guess = frames_of_features(prediction);
    inputs.prediction = guess.rotations;
    inputs.root = guess.root;
    inputs.contacts = guess.contacts;
    if (in_room_) {
      inputs.true_positions = room_positions(losses_.kinematics, truth, losses_.rows.fps);
      inputs.positions = room_positions(losses_.kinematics, guess, losses_.rows.fps);
    }
    return inputs;
  }

  std::pair<std::vector<torch::Tensor>, torch::Tensor> autoencoder_terms(const Encoded& batch,
                                                                         const Pass& pass) {
    const auto prediction =
        decoder_.forward(batch.latents, {pass.dropout, batch.number, encoder_.layers()});
    const LossInputs inputs = inputs_of(batch, prediction);
    std::vector<torch::Tensor> terms(functions_.size());
    torch::Tensor total = torch::zeros({}, prediction.options());
    if (device_.is_cpu()) {  // one kernel for what would be hundreds of small operations
      const PoseTerms pose = pose_terms(pose_, objective_.weights, batch.target, prediction);
      total = pose.weighted;
      for (std::size_t i = 0; i < pose_.kTerms.size(); ++i) {
        terms[objective::term_index(pose_.kTerms[i])] = pose.values[static_cast<std::int64_t>(i)];
      }
    }
    for (std::size_t i = 0; i < functions_.size(); ++i) {
      if (terms[i].defined()) continue;
      const objective::LossTerm& term = objective::loss_terms()[i];
      if (!functions_[i] || ((term.matches_prior() || term.of_windows) && !counts(i))) {
        terms[i] = torch::zeros({}, prediction.options());
        continue;
      }
      terms[i] = functions_[i](losses_, inputs);
      total = total + weight(i, pass.prior_factor) * terms[i];
    }
    return {terms, total};
  }

  static Losses to_losses(std::vector<torch::Tensor> terms, const torch::Tensor& total,
                          const torch::Tensor& discriminator) {
    terms.push_back(total);
    terms.push_back(discriminator);
    const auto values = to_vector(torch::stack(terms).detach());  // one transfer from a GPU
    Losses losses;
    losses.terms = objective::TermValues(values.size() - 2, 0.0);
    std::copy(values.begin(), values.end() - 2, losses.terms.begin());
    losses.total = values[values.size() - 2];
    losses.discriminator = values.back();
    return losses;
  }

  torch::Device device_;
  int threads_;
  objective::Objective objective_;
  objective::DiscriminatorOptions discriminator_options_;
  double dropout_;
  double prior_factor_ = 1.0;
  bool judged_ = false;  ///< what the terms that count need
  bool of_generated_ = false;
  bool in_room_ = false;
  std::int64_t latent_dim_;
  bool gaussian_;
  LossContext losses_;
  objective::PoseObjective<float> pose_;
  TorchNetwork encoder_;
  TorchNetwork decoder_;
  TorchNetwork discriminator_;
  Adam autoencoder_adam_;
  Adam discriminator_adam_;
  std::vector<LossFunction> functions_;
  const float* bound_ = nullptr;  ///< the matrix whose copy on the device is all_
  torch::Tensor all_;
};

}  // namespace

bool has_gpu() { return torch::cuda::is_available(); }

std::unique_ptr<objective::Engine> make_torch_engine(const objective::EngineSetup& setup) {
  setup.check();
  return std::make_unique<TorchEngine>(setup);
}

}  // namespace poseaae::torch_engine
