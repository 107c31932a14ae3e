#include <gtest/gtest.h>

#include "fused_engine/fused_step.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/fused_engine/fused_engine.hpp"
#include "poseaae/nn/layer_kind.hpp"
#include "steps.hpp"

// Steps of the fused engine against PyTorch's, against finite differences, and against themselves.
namespace poseaae {
namespace {

using namespace engines;

/// Of the recorded steps, with the tutorial's learning rates.
std::unique_ptr<objective::Engine> tutorial_engine(const h5::Group& root, int threads) {
  auto setup = test::golden_setup(root);
  setup.options.threads = threads;
  auto engine = fused_engine::make_fused_engine(setup);
  engine->set_learning_rates(1e-4, 5e-4);
  return engine;
}

TEST(FusedEngine, TenStepsOfTheTutorialAgreeWithPyTorch) {
  const h5::Group root = test::golden_file();
  for (const int threads : {1, 2}) {
    test::expect_ten_golden_steps(root, *tutorial_engine(root, threads));
  }
}

TEST(FusedEngine, GradientsOfTenStepsAgreeWithPyTorch) {
  const h5::Group root = test::golden_file();
  test::expect_todays_inputs(root);
  for (const int threads : {1, 2}) {
    test::expect_golden_gradients(root, *tutorial_engine(root, threads));
  }
}

TEST(FusedEngine, EncodingsAndPredictionsAgreeWithPyTorch) {
  const h5::Group root = test::golden_file();
  const auto engine = fused_engine::make_fused_engine(test::golden_setup(root));
  test::expect_golden_reconstruction(root, *engine);
}

TEST(FusedEngine, GradientsOfTheWholeStepAreItsSlopes) {
  auto dropped = best_setup({{"prior", 0.0}, {"mmd", 0.0}}, false);
  dropped.options.dropout = 0.3;
  for (const auto& setup :
       {dropped, setup_of(Preset::kTutorial, nn::Activation::kTanh, 1, {6}),
        setup_of(Preset::kCorrected, nn::Activation::kTanh, 1, {6}),
        best_setup({{"prior", 0.1}, {"mmd", 3.0}}, false),
        best_setup({{"prior", 0.0}, {"sliced", 3.0}, {"generated", 5.0}}, false),
        best_setup({{"prior", 0.0}, {"realism", 2.0}}, false),
        best_setup({{"prior", 0.0}, {"mmd", 0.0}, {"kl", 0.1}}, true)}) {
    Random random(23);
    const Batch poses = random_poses(random, 20);
    const Batch prior = random_latents(random, 20, setup.initial.encoder.outputs());
    fused_engine::FusedStep<double> step(setup);
    const auto input = input_of(setup, poses, prior);
    (void)step.gradients(input);
    const auto& both = step.autoencoder();
    const std::vector<nn::Network> gradients{both.gradient_of_network(objective::kEncoder),
                                             both.gradient_of_network(objective::kDecoder),
                                             step.discriminator().gradient_of_network(0),
                                             step.pose_discriminator().gradient_of_network(0)};
    // The tutorial's prior does not pull at the encoder, so it is left out of what is differenced.
    const auto value = [&](std::size_t network, const EngineSetup& at) {
      fused_engine::FusedStep<double> there(at);
      const auto losses = there.gradients(input);
      if (network == 2) return losses.discriminator;
      if (network == 3) return losses.pose_discriminator;
      return losses.total - (setup.objective.form.prior_reaches_encoder
                                 ? 0.0
                                 : setup.objective.weights[3] * losses.terms[3]);
    };
    for (std::size_t n = 0; n < gradients.size(); ++n) {
      for (std::size_t layer = 0; layer < gradients[n].layers().size(); ++layer) {
        for (const std::size_t k : {std::size_t{0}, std::size_t{3}}) {
          const auto moved = [&](float by) {
            EngineSetup there = setup;
            auto* network = n == 0   ? &there.initial.encoder
                            : n == 1 ? &there.initial.decoder
                            : n == 2 ? &there.initial.discriminator
                                     : &there.initial.pose_discriminator;
            auto layers = network->layers();
            float& weight = layers[layer].array("weight")[k];
            weight += by;
            const double actual = weight;
            *network = nn::Network(std::move(layers), network->skip());
            return std::pair{value(n, there), actual};
          };
          constexpr float kStep = 1.0F / 4096;  // parameters come in as floats
          const auto [above, at_above] = moved(kStep);
          const auto [below, at_below] = moved(-kStep);
          const double expected = (above - below) / (at_above - at_below);
          // sorted samples swap ranks within the step where a distance is sliced
          const bool sliced = setup.objective.weights[objective::term_index("sliced")] > 0.0;
          EXPECT_NEAR(gradients[n].layers()[layer].array("weight")[k], expected,
                      1e-6 + (sliced ? 3e-3 : 1e-4) * std::abs(expected))
              << "network " << n << ", layer " << layer << ", weight " << k;
        }
      }
    }
  }
}

TEST(FusedEngine, TheSameSeedAndThreadsGiveTheSameBits) {
  const auto setup = setup_of(Preset::kCorrected, nn::Activation::kRelu, 2, {64, 16});
  const auto run = [&] {
    const auto engine = fused_engine::make_fused_engine(setup);
    engine->set_learning_rates(1e-3, 1e-3);
    Random random(24);
    for (int i = 0; i < 5; ++i) {
      const Batch poses = random_poses(random, 512);
      (void)engine->step(input_of(setup, poses, random_latents(random, 512, 5), i));
    }
    return state_of(*engine);
  };
  EXPECT_EQ(run(), run());
}

TEST(FusedEngine, ASavedStateGoesOnBitForBitAndInTheOtherEngine) {
  const auto setup = setup_of(Preset::kCorrected, nn::Activation::kSilu);
  const auto steps = [&](objective::Engine& engine, int first, int last) {
    engine.set_learning_rates(1e-3, 1e-3);
    for (int i = first; i < last; ++i) {
      Random random(100 + static_cast<std::uint64_t>(i));
      const Batch poses = random_poses(random, 16);
      (void)engine.step(input_of(setup, poses, random_latents(random, 16, 5), i));
    }
  };
  const auto whole = fused_engine::make_fused_engine(setup);
  steps(*whole, 0, 6);
  const auto expected = state_of(*whole);

  const auto first = fused_engine::make_fused_engine(setup);
  steps(*first, 0, 2);
  const auto second = fused_engine::make_fused_engine(setup);
  second->set_state(first->state());
  steps(*second, 2, 6);
  EXPECT_EQ(state_of(*second), expected);

  const auto torch = torch_engine::make_torch_engine(setup);
  torch->set_state(first->state());
  steps(*torch, 2, 4);
  const auto third = fused_engine::make_fused_engine(setup);
  third->set_state(torch->state());
  steps(*third, 4, 6);
  expect_near(state_of(*third), expected, 1e-4);  // four steps of rounding
}

TEST(FusedEngine, AStateOfAnotherArchitectureIsRefused) {
  const auto setup = setup_of(Preset::kCorrected, nn::Activation::kRelu);
  const auto other = setup_of(Preset::kCorrected, nn::Activation::kRelu, 1, {24});
  for (const auto& [from, to] : {std::pair{&setup, &other}, std::pair{&other, &setup}}) {
    const auto engine = fused_engine::make_fused_engine(*from);
    const auto target = fused_engine::make_fused_engine(*to);
    EXPECT_THROW(target->set_state(engine->state()), ModelError);
  }
}

TEST(FusedEngine, KnowsEveryLossTermAndSaysWhatItCannotDo) {
  auto setup = setup_of(Preset::kCorrected, nn::Activation::kRelu);
  EXPECT_EQ(fused_engine::why_not_fused(setup), "");
  setup.options.device = objective::Device::kCuda;
  EXPECT_NE(fused_engine::why_not_fused(setup), "");
  EXPECT_THROW((void)fused_engine::make_fused_engine(setup), TrainingError);
}

}  // namespace
}  // namespace poseaae
