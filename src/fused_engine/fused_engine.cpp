#include "poseaae/fused_engine/fused_engine.hpp"

#include <fmt/format.h>

#include "fused_step.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::fused_engine {

namespace {

bool has(const objective::LossTerm& term) {
  return term.of_poses || std::get<objective::MakeTerm<float>>(term.loops) != nullptr;
}

class FusedEngine final : public objective::Engine {
 public:
  explicit FusedEngine(const objective::EngineSetup& setup) : step_(setup) {}

  objective::Losses step(const objective::StepInput& input) override { return step_.step(input); }
  objective::Losses evaluate(const BatchRows& poses) override { return step_.evaluate(poses); }
  Batch encode(const BatchRows& poses) override { return step_.encode(poses); }
  Batch reconstruct(const BatchRows& poses) override { return step_.reconstruct(poses); }

  void set_learning_rates(double autoencoder, double discriminator) override {
    step_.autoencoder().set_learning_rate(autoencoder);
    step_.discriminator().set_learning_rate(discriminator);
    step_.pose_discriminator().set_learning_rate(discriminator);
  }

  void set_prior_factor(double factor) override { step_.set_prior_factor(factor); }

  [[nodiscard]] objective::Networks networks() const override {
    const auto& both = step_.autoencoder();
    return {both.network(objective::kEncoder), both.network(objective::kDecoder),
            step_.discriminator().network(0), step_.pose_discriminator().network(0)};
  }

  [[nodiscard]] objective::EngineState state() const override {
    return {step_.autoencoder().state(), step_.discriminator().state(),
            step_.pose_discriminator().state()};
  }
  void set_state(const objective::EngineState& state) override {
    step_.autoencoder().set_state(state.autoencoder);
    step_.discriminator().set_state(state.discriminator);
    step_.pose_discriminator().set_state(state.pose_discriminator);
  }

  [[nodiscard]] std::string description() const override {
    return fmt::format("fused engine on the CPU, {} thread{}, {} kernels", step_.threads(),
                       step_.threads() == 1 ? "" : "s", kernels::level_name(step_.kernels().level));
  }

 private:
  FusedStep<float> step_;
};

}  // namespace

std::string why_not_fused(const objective::EngineSetup& setup) {
  if (setup.options.device == objective::Device::kCuda)
    return "it computes on the CPU and training.device is cuda";
  if (setup.options.discriminator.spectral_norm)
    return "it does not implement the spectral norm of the discriminator";
  if (setup.options.discriminator.r1 > 0.0)
    return "it does not implement the R1 penalty on the discriminator";
  if (const objective::LossTerm* term = objective::lacking_term(setup.objective.weights, has)) {
    return fmt::format("it does not implement the loss '{}'", term->name);
  }
  return {};
}

std::unique_ptr<objective::Engine> make_fused_engine(const objective::EngineSetup& setup) {
  setup.check();
  if (const std::string reason = why_not_fused(setup); !reason.empty()) {
    throw TrainingError(fmt::format(
        "training.engine: fused cannot be used, because {}; use training.engine=torch", reason));
  }
  return std::make_unique<FusedEngine>(setup);
}

}  // namespace poseaae::fused_engine
