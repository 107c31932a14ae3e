#pragma once

#include <functional>

#include "poseaae/math/batch.hpp"
#include "poseaae/objective/engine.hpp"

namespace poseaae::test {

/// Passes everything on to another engine, and lets a test meddle with each step's losses.
class MeddlingEngine final : public objective::Engine {
 public:
  /// Gets the number of the call, from 1.
  using Meddle = std::function<void(int call, objective::Losses&)>;
  MeddlingEngine(std::unique_ptr<objective::Engine> inner, Meddle step, Meddle evaluation = nullptr)
      : inner_(std::move(inner)), step_(std::move(step)), evaluation_(std::move(evaluation)) {}

  /// Sees what each step is asked to do.
  std::function<void(const objective::StepInput&)> watch{};

  objective::Losses step(const objective::StepInput& input) override {
    if (watch) watch(input);
    auto losses = inner_->step(input);
    if (step_) step_(++steps_, losses);
    return losses;
  }
  objective::Losses evaluate(const BatchRows& poses) override {
    auto losses = inner_->evaluate(poses);
    if (evaluation_) evaluation_(++evaluations_, losses);
    return losses;
  }
  Batch encode(const BatchRows& poses) override { return inner_->encode(poses); }
  Batch reconstruct(const BatchRows& poses) override { return inner_->reconstruct(poses); }
  void set_learning_rates(double autoencoder, double discriminator) override {
    inner_->set_learning_rates(autoencoder, discriminator);
  }
  void set_prior_factor(double factor) override { inner_->set_prior_factor(factor); }
  [[nodiscard]] objective::Networks networks() const override { return inner_->networks(); }
  [[nodiscard]] objective::EngineState state() const override { return inner_->state(); }
  void set_state(const objective::EngineState& state) override { inner_->set_state(state); }
  [[nodiscard]] std::string description() const override { return inner_->description(); }

 private:
  std::unique_ptr<objective::Engine> inner_;
  Meddle step_;
  Meddle evaluation_;
  int steps_ = 0;
  int evaluations_ = 0;
};

}  // namespace poseaae::test
