#include <gtest/gtest.h>
#include <torch/cuda.h>
#include <torch/utils.h>

#include "losses/losses.hpp"
#include "network.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/torch_engine/torch_engine.hpp"
#include "runtime.hpp"
#include "support/golden_steps.hpp"
#include "tensor_io.hpp"

namespace poseaae {
namespace {

using objective::Preset;

std::unique_ptr<objective::Engine> engine_of(const h5::Group& root, Preset preset,
                                             double clip_norm = 0.0,
                                             std::vector<double> weights = {}) {
  auto setup = test::golden_setup(root);
  setup.objective.form = test::form_of(preset);
  setup.options.optimiser.clip_norm = clip_norm;
  if (!weights.empty()) setup.objective.weights = std::move(weights);
  auto engine = torch_engine::make_torch_engine(setup);
  engine->set_learning_rates(1e-3, 1e-3);
  return engine;
}

void steps(objective::Engine& engine, const h5::Group& root, int first, int last) {
  for (int i = first; i < last; ++i) {
    (void)test::golden_step(root, engine, i);
  }
}

std::vector<float> all_parameters(const objective::Engine& engine) {
  std::vector<float> all;
  const auto networks = engine.networks();
  for (const auto* network : {&networks.encoder, &networks.decoder, &networks.discriminator}) {
    for (const auto& layer : network->layers()) {
      for (const auto& array : layer.arrays) all.insert(all.end(), array.begin(), array.end());
    }
  }
  return all;
}

TEST(TorchEngine, ASavedStateGoesOnBitForBit) {
  const h5::Group root = test::golden_file();
  const auto whole = engine_of(root, Preset::kCorrected);
  steps(*whole, root, 0, 10);
  const auto first = engine_of(root, Preset::kCorrected);
  steps(*first, root, 0, 4);
  const auto second = engine_of(root, Preset::kCorrected);
  second->set_state(first->state());
  steps(*second, root, 4, 10);
  EXPECT_EQ(all_parameters(*whole), all_parameters(*second));
}

TEST(TorchEngine, AStateOfAnotherArchitectureIsRefused) {
  const h5::Group root = test::golden_file();
  const auto engine = engine_of(root, Preset::kCorrected);
  auto setup = test::golden_setup(root);
  Random random(1);
  setup.initial.encoder = {
      nn::make_mlp(std::vector<int>{88, 12, 8}, nn::Activation::kRelu, nn::Activation::kLinear),
      random};
  const auto other = torch_engine::make_torch_engine(setup);
  EXPECT_THROW(other->set_state(engine->state()), ModelError);
}

// With every other weight at zero, only the prior can move the encoder.
TEST(TorchEngine, ThePriorReachesTheEncoderOnlyWhenCorrected) {
  const h5::Group root = test::golden_file();
  for (const Preset preset : {Preset::kTutorial, Preset::kCorrected}) {
    const auto engine = engine_of(root, preset, 0.0, {0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0});
    const auto before = engine->networks().encoder.layers()[0].array("weight");
    steps(*engine, root, 0, 1);
    const auto after = engine->networks().encoder.layers()[0].array("weight");
    EXPECT_EQ(before != after, preset == Preset::kCorrected);
  }
}

TEST(TorchEngine, ClippingBoundsAStepsGradient) {
  // Adam's first step does not depend on the gradient's length except through epsilon: with a
  // limit far below epsilon the parameters hardly move.
  const h5::Group root = test::golden_file();
  const auto distance = [&](double clip_norm) {
    const auto engine = engine_of(root, Preset::kCorrected, clip_norm);
    const auto before = all_parameters(*engine);
    steps(*engine, root, 0, 1);
    const auto after = all_parameters(*engine);
    double sum = 0.0;
    for (std::size_t i = 0; i < before.size(); ++i) {
      sum += std::abs(static_cast<double>(after[i]) - before[i]);
    }
    return sum;
  };
  EXPECT_LT(distance(1e-12), 1e-3 * distance(0.0));
  EXPECT_NEAR(distance(1e6), distance(0.0), 1e-9);
}

TEST(TorchEngine, EvaluateDoesNotLearn) {
  const h5::Group root = test::golden_file();
  const auto engine = engine_of(root, Preset::kCorrected);
  const auto before = all_parameters(*engine);
  const auto poses = test::golden_batch(root, "poses", 0);
  const auto first = engine->evaluate(poses);
  EXPECT_EQ(first.terms, engine->evaluate(poses).terms);
  EXPECT_EQ(before, all_parameters(*engine));
}

TEST(TorchEngine, NetworksComputeWhatTheModelComputes) {
  const h5::Group root = test::golden_file();
  const auto engine = engine_of(root, Preset::kCorrected);
  const auto poses = test::golden_batch(root, "poses", 0);
  EXPECT_TRUE(engine->encode(poses).isApprox(engine->networks().encoder.forward(poses), 1e-5F));
}

TEST(TorchEngine, EveryActivationIsTheModels) {
  const auto x = torch::linspace(-3, 3, 61);
  for (const auto& [name, activation] : nn::activation_names()) {
    const auto actual = torch_engine::to_vector(torch_engine::activate(activation, x));
    for (std::size_t i = 0; i < actual.size(); ++i) {
      EXPECT_NEAR(actual[i],
                  nn::activate(activation, x[static_cast<std::int64_t>(i)].item<float>()), 1e-6)
          << name;
    }
  }
}

TEST(TorchEngine, EveryLossTermHasAnEngine) {
  for (const auto& term : objective::loss_terms()) {
    const bool loops = term.of_poses || std::get<0>(term.loops) != nullptr;
    EXPECT_TRUE(loops || torch_engine::loss_function(term.name)) << term.name;
  }
  EXPECT_FALSE(torch_engine::loss_function("no such term"));
  // Those of old have both.
  for (const std::string name : {"norm", "position", "quaternion", "prior", "rotation", "mmd", "kl",
                                 "sliced", "generated"}) {
    const auto& term = objective::loss_terms()[objective::term_index(name)];
    EXPECT_TRUE(term.of_poses || std::get<0>(term.loops) != nullptr) << name;
    EXPECT_TRUE(torch_engine::loss_function(name)) << name;
  }
}

// W / s, with s = 3 the largest singular value of diag(3, 1).
TEST(TorchEngine, SpectralNormDividesByTheLargestSingularValue) {
  const nn::Network network(
      {nn::Layer{{2, 2, nn::Activation::kLinear}, {{3.0F, 0.0F, 0.0F, 1.0F}, {0.5F, 0.0F}}}});
  const torch_engine::TorchNetwork spectral(network, torch::kCPU, torch_engine::Weights::kSpectral);
  const auto y = torch_engine::to_vector(spectral.forward(torch::ones({1, 2})));
  EXPECT_NEAR(y[0], 1.0F + 0.5F, 1e-6);
  EXPECT_NEAR(y[1], 1.0F / 3.0F, 1e-6);
}

// Of a discriminator that is linear, logit = w . z + b, R1 is r / 2 |w|^2: its gradient is r w, and
// Adam's first moments after one step are a tenth of gradients.
TEST(TorchEngine, R1PenalisesTheSlopeAtThePriorsSamples) {
  const h5::Group root = test::golden_file();
  auto setup = test::golden_setup(root);
  setup.objective.form = {};
  Random random(51);
  setup.initial.discriminator = {
      nn::make_mlp(std::vector<int>{8, 1}, nn::Activation::kElu, nn::Activation::kLinear), random};
  const auto moments = [&](double r1) {
    setup.options.discriminator.r1 = r1;
    const auto engine = torch_engine::make_torch_engine(setup);
    engine->set_learning_rates(1e-3, 1e-3);
    steps(*engine, root, 0, 1);
    return engine->state().discriminator.first_moments[0].values;
  };
  const auto with = moments(2.0);
  const auto without = moments(0.0);
  const auto& weight = setup.initial.discriminator.layers()[0].array("weight");
  for (std::size_t i = 0; i < weight.size(); ++i) {
    EXPECT_NEAR(with[i] - without[i], 0.1 * 2.0 * weight[i], 1e-6);
  }
}

TEST(TorchEngine, SaysWhatItRunsOn) {
  const auto engine = engine_of(test::golden_file(), Preset::kCorrected);
  EXPECT_NE(engine->description().find("1 thread"), std::string::npos) << engine->description();
  EXPECT_NE(engine->description().find(torch_engine::find_blas().name), std::string::npos);
}

TEST(TorchEngine, CudaWithoutAGpuIsAnError) {
  if (torch::cuda::is_available()) {
    EXPECT_TRUE(torch_engine::choose_device(objective::Device::kCuda).is_cuda());
  } else {
    EXPECT_THROW((void)torch_engine::choose_device(objective::Device::kCuda), TrainingError);
  }
}

}  // namespace
}  // namespace poseaae
