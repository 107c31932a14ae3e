#include "poseaae/torch_engine/torch_engine.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include "adam.hpp"
#include "losses/losses.hpp"
#include "network.hpp"
#include "pose_kernel.hpp"
#include "poseaae/core/log.hpp"
#include "runtime.hpp"
#include "tensor_io.hpp"

namespace poseaae::torch_engine {

namespace {

using training::Batch;
using training::Losses;

std::vector<torch::Tensor> joined(std::vector<torch::Tensor> a,
                                  const std::vector<torch::Tensor>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::vector<torch::Tensor> gradients(const torch::Tensor& loss,
                                     const std::vector<torch::Tensor>& parameters) {
  return torch::autograd::grad({loss}, parameters);
}

class TorchEngine final : public training::Engine {
 public:
  explicit TorchEngine(const training::EngineSetup& setup)
      : device_(choose_device(setup.device)),
        threads_(setup.threads),
        objective_(setup.objective),
        losses_(setup.objective, setup.skeleton, device_, torch::kFloat32),
        pose_(setup.objective, setup.skeleton),
        encoder_(setup.initial.encoder, device_),
        decoder_(setup.initial.decoder, device_),
        discriminator_(setup.initial.discriminator, device_),
        autoencoder_adam_(joined(encoder_.parameters(), decoder_.parameters()), setup.optimiser),
        discriminator_adam_(discriminator_.parameters(), setup.optimiser) {
    set_threads(threads_);
    for (const auto& term : training::loss_terms()) {
      functions_.push_back(loss_function(term.name));
    }
    if (device_.is_cpu() && !find_blas().fast) {
      log::warning(
          "libtorch stands on the reference BLAS here, which is slow; install libopenblas-dev");
    }
  }

  Losses step(const Batch& poses, const Batch& prior) override {
    const auto target = to_tensor(poses, device_);
    const auto latents = encoder_.forward(target);
    const auto discriminator = discriminator_step(to_tensor(prior, device_), latents.detach());
    auto [terms, total] = autoencoder_terms(target, latents);
    autoencoder_adam_.step(gradients(total, autoencoder_adam_.parameters()));
    return to_losses(terms, total, discriminator);
  }

  Losses evaluate(const Batch& poses) override {
    const torch::NoGradGuard no_gradients;
    const auto target = to_tensor(poses, device_);
    auto [terms, total] = autoencoder_terms(target, encoder_.forward(target));
    return to_losses(terms, total, torch::zeros({}, total.options()));
  }

  Batch encode(const Batch& poses) override {
    const torch::NoGradGuard no_gradients;
    return to_batch(encoder_.forward(to_tensor(poses, device_)));
  }

  Batch reconstruct(const Batch& poses) override {
    const torch::NoGradGuard no_gradients;
    return to_batch(decoder_.forward(encoder_.forward(to_tensor(poses, device_))));
  }

  void set_learning_rates(double autoencoder, double discriminator) override {
    autoencoder_adam_.set_learning_rate(autoencoder);
    discriminator_adam_.set_learning_rate(discriminator);
  }

  [[nodiscard]] training::Networks networks() const override {
    return {encoder_.to_model(), decoder_.to_model(), discriminator_.to_model()};
  }

  void save_state(h5::Group group) const override {
    autoencoder_adam_.save(group.create_group("autoencoder"));
    discriminator_adam_.save(group.create_group("discriminator"));
  }

  void load_state(const h5::Group& group) override {
    autoencoder_adam_.load(group.group("autoencoder"));
    discriminator_adam_.load(group.group("discriminator"));
  }

  [[nodiscard]] std::string description() const override {
    if (device_.is_cuda()) return fmt::format("libtorch {} on CUDA", TORCH_VERSION);
    return fmt::format("libtorch {} on the CPU, {} thread{}, {}", TORCH_VERSION, threads_,
                       threads_ == 1 ? "" : "s", find_blas().name);
  }

 private:
  /// The encodings come in without gradient: the encoder does not learn here.
  torch::Tensor discriminator_step(const torch::Tensor& real, const torch::Tensor& fake) {
    const auto loss =
        discriminator_loss(discriminator_.forward(real), discriminator_.forward(fake));
    discriminator_adam_.step(gradients(loss, discriminator_.parameters()));
    return loss;
  }

  std::pair<std::vector<torch::Tensor>, torch::Tensor> autoencoder_terms(
      const torch::Tensor& target, const torch::Tensor& latents) {
    // In the tutorial no adversarial gradient reaches the encoder; here is where it stops.
    const bool tutorial = objective_.preset == training::Preset::kTutorial;
    const LossInputs inputs{target, decoder_.forward(latents),
                            discriminator_.forward(tutorial ? latents.detach() : latents)};
    std::vector<torch::Tensor> terms(functions_.size());
    torch::Tensor total;
    if (device_.is_cpu()) {  // one kernel for what would be hundreds of small operations
      const PoseTerms pose =
          pose_terms(pose_, objective_.weights, inputs.target, inputs.prediction);
      total = pose.weighted;
      for (std::size_t i = 0; i < pose_.kTerms.size(); ++i) {
        terms[training::term_index(pose_.kTerms[i])] = pose.values[static_cast<std::int64_t>(i)];
      }
    }
    for (std::size_t i = 0; i < functions_.size(); ++i) {
      if (terms[i].defined()) continue;
      terms[i] = functions_[i](losses_, inputs);
      const auto weighted = objective_.weights[i] * terms[i];
      total = total.defined() ? total + weighted : weighted;
    }
    return {terms, total};
  }

  static Losses to_losses(std::vector<torch::Tensor> terms, const torch::Tensor& total,
                          const torch::Tensor& discriminator) {
    terms.push_back(total);
    terms.push_back(discriminator);
    const auto values = to_vector(torch::stack(terms).detach());  // one transfer from a GPU
    Losses losses;
    losses.terms = training::TermValues(values.size() - 2, 0.0);
    std::copy(values.begin(), values.end() - 2, losses.terms.begin());
    losses.total = values[values.size() - 2];
    losses.discriminator = values.back();
    return losses;
  }

  torch::Device device_;
  int threads_;
  training::Objective objective_;
  LossContext losses_;
  training::PoseObjective<float> pose_;
  TorchNetwork encoder_;
  TorchNetwork decoder_;
  TorchNetwork discriminator_;
  Adam autoencoder_adam_;
  Adam discriminator_adam_;
  std::vector<LossFunction> functions_;
};

}  // namespace

bool has_gpu() { return torch::cuda::is_available(); }

std::unique_ptr<training::Engine> make_torch_engine(const training::EngineSetup& setup) {
  return std::make_unique<TorchEngine>(setup);
}

}  // namespace poseaae::torch_engine
