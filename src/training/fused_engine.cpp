#include "poseaae/training/fused_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "fused/fused_step.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::training {

namespace {

using fused::FusedStep;

bool knows(const std::string& term) {
  const auto& pose = PoseObjective<float>::kTerms;
  constexpr std::array<std::string_view, 5> kOthers{"prior", "mmd", "kl", "sliced", "generated"};
  return std::find(kOthers.begin(), kOthers.end(), term) != kOthers.end() ||
         std::find(pose.begin(), pose.end(), term) != pose.end();
}

class FusedEngine final : public Engine {
 public:
  explicit FusedEngine(const EngineSetup& setup)
      : step_(setup), noise_columns_(setup.initial.noise_columns()) {}

  Losses step(const Batch& poses, const Batch& noise) override { return step_.step(poses, noise); }
  Losses evaluate(const Batch& poses) override {
    return step_.evaluate(poses, evaluation_noise(poses.rows(), noise_columns_));
  }
  Batch encode(const Batch& poses) override { return step_.encode(poses); }
  Batch reconstruct(const Batch& poses) override { return step_.reconstruct(poses); }

  void set_learning_rates(double autoencoder, double discriminator) override {
    step_.autoencoder().set_learning_rate(autoencoder);
    step_.discriminator().set_learning_rate(discriminator);
  }

  void set_prior_factor(double factor) override { step_.set_prior_factor(factor); }

  [[nodiscard]] Networks networks() const override {
    const std::size_t encoder = step_.encoder_layers();
    const auto& both = step_.autoencoder();
    const auto& discriminator = step_.discriminator();
    return {both.network(0, encoder), both.network(encoder, both.layers().size() - encoder),
            discriminator.network(0, discriminator.layers().size())};
  }

  void save_state(h5::Group group) const override {
    step_.autoencoder().save(group.create_group("autoencoder"));
    step_.discriminator().save(group.create_group("discriminator"));
  }
  void load_state(const h5::Group& group) override {
    step_.autoencoder().load(group.group("autoencoder"));
    step_.discriminator().load(group.group("discriminator"));
  }

  [[nodiscard]] std::string description() const override {
    return fmt::format("fused engine on the CPU, {} thread{}, {} kernels", step_.threads(),
                       step_.threads() == 1 ? "" : "s", kernels::level_name(step_.kernels().level));
  }

 private:
  FusedStep<float> step_;
  Eigen::Index noise_columns_;
};

}  // namespace

std::string why_not_fused(const EngineSetup& setup) {
  if (setup.device == Device::kCuda) return "it computes on the CPU and training.device is cuda";
  if (setup.discriminator.spectral_norm)
    return "it does not implement the spectral norm of the discriminator";
  if (setup.discriminator.r1 > 0.0)
    return "it does not implement the R1 penalty on the discriminator";
  for (const LossTerm& term : loss_terms()) {
    if (!knows(term.name)) return fmt::format("it does not implement the loss '{}'", term.name);
  }
  return {};
}

std::unique_ptr<Engine> make_fused_engine(const EngineSetup& setup) {
  if (const std::string reason = why_not_fused(setup); !reason.empty()) {
    throw TrainingError(fmt::format(
        "training.engine: fused cannot be used, because {}; use training.engine=torch", reason));
  }
  return std::make_unique<FusedEngine>(setup);
}

}  // namespace poseaae::training
