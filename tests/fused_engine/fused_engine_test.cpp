#include "poseaae/fused_engine/fused_engine.hpp"

#include <gtest/gtest.h>

#include "fused_engine/fused_step.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/nn/layer_kind.hpp"
#include "steps.hpp"

// The fused engine beside the torch engine, which is itself held against PyTorch.
namespace poseaae {
namespace {

using namespace engines;

TEST(FusedEngine, DrawsTheNoiseThatTheTorchEngineDraws) {
  for (const bool gaussian : {false, true}) {
    auto setup = setup_of(Preset::kCorrected, nn::Activation::kSilu);
    if (gaussian) {
      Random random(5);
      setup.initial.encoder = {nn::make_mlp(std::vector<int>{88, 12, 10}, nn::Activation::kSilu,
                                            nn::Activation::kLinear),
                               random};
    }
    Random random(kSeed);
    const Batch data = random_poses(random, 40);
    std::vector<int> rows(21);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<int>(i * 17 % 40);
    const BatchRows picked(data, rows);
    const objective::StepInput drawn{
        .poses = picked, .recorded = gaussian ? 21 : 13, .number = 4, .seed = 9};

    // The same as rows: one after the other, and numbers written out.
    Batch prior(drawn.recorded, 5), own(21, 5);
    const auto write = [&](Batch& numbers, objective::NoiseStream stream) {
      for (Eigen::Index i = 0; i < numbers.rows(); ++i) {
        drawn.noise_of(stream).fill_normal(static_cast<std::uint32_t>(i),
                                           {numbers.row(i).data(), 5});
      }
    };
    write(prior, objective::NoiseStream::kPrior);
    write(own, objective::NoiseStream::kEncoder);
    const Batch poses = picked.copy();
    const objective::StepInput given{
        .poses = poses, .recorded = drawn.recorded, .prior = prior, .noise = own, .number = 4};

    for (const auto& make : {fused_engine::make_fused_engine, torch_engine::make_torch_engine}) {
      const auto one = make(setup);
      const auto other = make(setup);
      SCOPED_TRACE(one->description());
      for (auto* engine : {one.get(), other.get()}) engine->set_learning_rates(1e-4, 5e-4);
      const auto losses = one->step(drawn);
      EXPECT_EQ(losses.terms, other->step(given).terms);
      EXPECT_EQ(state_of(*one), state_of(*other));
      EXPECT_EQ(one->evaluate(picked).terms, other->evaluate(poses).terms);
    }
  }
}

TEST(FusedEngine, EveryActivationAndPresetStepsAsTheTorchEngineDoes) {
  for (const auto& [name, activation] : nn::activation_names()) {
    for (const Preset preset : {Preset::kTutorial, Preset::kCorrected}) {
      SCOPED_TRACE(name + (preset == Preset::kTutorial ? ", tutorial" : ", corrected"));
      expect_same_step(setup_of(preset, activation), 19);
    }
  }
}

TEST(FusedEngine, EveryKindOfLayerStepsAsTheTorchEngineDoes) {
  for (const nn::LayerKind& kind : nn::layer_kinds()) {
    SCOPED_TRACE(kind.name);
    auto setup = setup_of(Preset::kCorrected, nn::Activation::kSilu, 2);
    Random random(27);
    const auto network = [&](const std::vector<int>& sizes, nn::Skip skip) {
      return nn::Network(
          nn::make_mlp(sizes, nn::Activation::kSilu, nn::Activation::kLinear, skip, kind.name),
          random);
    };
    setup.initial = {network({88, 20, 20, 5}, nn::Skip::kInput),
                     network({5, 20, 20, 20, 88}, nn::Skip::kNone), network({5, 9, 9, 1}, {})};
    setup.options.dropout = 0.25;
    try {
      (void)torch_engine::make_torch_engine(setup);
    } catch (const TrainingError& lacking) {
      EXPECT_NE(std::string(lacking.what()).find(kind.name), std::string::npos);
      continue;
    }
    expect_same_step(setup, 40);
  }
}

TEST(FusedEngine, BatchesOfEverySizeAndThreadsOfEveryNumber) {
  for (const int threads : {1, 2, 3, 7}) {
    for (const int rows : {1, 16, 17, 300, 1024}) {
      SCOPED_TRACE(fmt::format("{} rows, {} threads", rows, threads));
      expect_same_step(setup_of(Preset::kCorrected, nn::Activation::kRelu, threads, {64, 16}),
                       rows);
    }
  }
}

TEST(FusedEngine, SixDSkipAndMmdStepAsTheTorchEngineDoes) {
  for (const int rows : {1, 19, 300}) {
    SCOPED_TRACE(rows);
    expect_same_step(best_setup({{"prior", 0.1}, {"mmd", 3.0}}, false), rows, 1, kCloudTolerance);
    expect_same_step(best_setup({{"prior", 0.0}, {"mmd", 5.0}}, false), rows, 1, kCloudTolerance);
    expect_same_step(best_setup({{"prior", 0.0}, {"mmd", 0.0}}, false), rows, 1, kCloudTolerance);
    expect_same_step(best_setup({{"norm", 0.2}, {"quaternion", 0.5}, {"rotation", 0.5}}, false,
                                kernels::RotationForm::kQuaternion),
                     rows, 1, kCloudTolerance);
  }
}

// Of 301 rows no two projections are so close that rounding would swap their ranks, which changes
// the gradient by more than the tolerance.
TEST(FusedEngine, SlicedDistancesStepAsTheTorchEngineDoes) {
  for (const int rows : {1, 19, 301}) {
    SCOPED_TRACE(rows);
    const std::map<std::string, double> slices{
        {"prior", 0.0}, {"mmd", 0.0}, {"sliced", 2.0}, {"generated", 0.0}};
    auto both = slices;
    both["generated"] = 30.0;
    expect_same_step(best_setup(slices, false), rows, 1, kCloudTolerance);
    expect_same_step(best_setup(both, false), rows, 1, kCloudTolerance);
    both["norm"] = 0.1;
    expect_same_step(best_setup(both, false, kernels::RotationForm::kQuaternion), rows, 1,
                     kCloudTolerance);
  }
}

// Beside the sliced distance of the same poses, to whose gradient it adds.
TEST(FusedEngine, RealismStepsAsTheTorchEngineDoes) {
  for (const int rows : {1, 19, 301}) {
    SCOPED_TRACE(rows);
    std::map<std::string, double> weights{{"prior", 0.0}, {"realism", 2.0}};
    expect_same_step(best_setup(weights, false), rows, 1, kCloudTolerance);
    weights["prior"] = 0.5;
    weights["generated"] = 30.0;
    weights["norm"] = 0.1;
    auto smooth = best_setup(weights, false, kernels::RotationForm::kQuaternion);
    smooth.options.discriminator.label_smoothing = 0.1;
    expect_same_step(smooth, rows, 1, kCloudTolerance);
  }
}

// What a discriminator of poses says is reported when a model is looked at, and not in the total.
TEST(FusedEngine, TotalsOfEvaluationLeaveRealismOut) {
  const auto with = best_setup({{"prior", 0.0}, {"realism", 2.0}}, false);
  const auto without = best_setup({{"prior", 0.0}}, false);
  Random random(kSeed);
  const Batch poses = random_poses(random, 40);
  for (const auto& make : {fused_engine::make_fused_engine, torch_engine::make_torch_engine}) {
    const auto looked = make(with)->evaluate(poses);
    EXPECT_GT(looked.terms[objective::term_index("realism")], 0.1);
    EXPECT_NEAR(looked.total, make(without)->evaluate(poses).total, 1e-6);
  }
}

TEST(FusedEngine, RealismNeedsADiscriminatorOfPoses) {
  auto setup = best_setup({{"prior", 0.0}, {"realism", 2.0}}, false);
  setup.initial.pose_discriminator = {};
  EXPECT_THROW(fused_engine::make_fused_engine(setup), TrainingError);
}

/// Every term of windows of eight frames of the golden skeleton.
EngineSetup window_setup(kernels::RotationForm rotation) {
  auto setup = best_setup({{"prior", 0.1}, {"position", 1.0}, {"rotation", 1.0}}, false, rotation);
  setup.rows = {.joints = 22, .frames = 8, .travels = true, .contacts = 3};
  setup.objective.contact_joints = {4, 8, 21};
  setup.objective.frame_weights = {0.3, 0.8, 1.2, 1.7, 1.7, 1.2, 0.8, 0.3};
  for (const char* term : {"room", "velocity", "stay", "contact", "root", "realism"}) {
    setup.objective.weights[objective::term_index(term)] = 0.5;
  }
  const int features = setup.rows.features(rotation);
  Random random(27);
  const auto silu = nn::Activation::kSilu;
  const auto linear = nn::Activation::kLinear;
  setup.initial.encoder = {
      nn::make_mlp(std::vector<int>{features, 40, 5}, silu, linear, nn::Skip::kInput), random};
  setup.initial.decoder = {
      nn::make_mlp(std::vector<int>{5, 40, features}, silu, linear, nn::Skip::kInput), random};
  setup.initial.pose_discriminator = {
      nn::make_mlp(std::vector<int>{3 * 22 * 4, 12, 1}, silu, linear), random};
  return setup;
}

// In two threads, which have memory of their own; rows overlap in memory.
TEST(FusedEngine, WindowsStepAsTheTorchEngineDoes) {
  for (const auto rotation : {kernels::RotationForm::kQuaternion, kernels::RotationForm::kSixD}) {
    const EngineSetup setup = window_setup(rotation);
    Random random(kSeed);
    Batch frames = random_latents(random, 200, setup.rows.frame_width());
    frames.leftCols(88) = random_poses(random, 200);
    auto contacts = frames.rightCols(3);
    contacts = (contacts.array() > 0.0F).cast<float>();
    for (const int rows : {1, 19, 150}) {
      SCOPED_TRACE(rows);
      std::vector<int> first(static_cast<std::size_t>(rows));
      for (int i = 0; i < rows; ++i) first[static_cast<std::size_t>(i)] = (i * 37) % 192;
      const BatchRows picked(frames, first, 8);
      const Batch noise = random_latents(random, rows, 5);
      const auto input = test::input_of(picked, rows, noise, 5, 0);
      const auto fused = fused_engine::make_fused_engine(setup);
      const auto torch = torch_engine::make_torch_engine(setup);
      for (auto* engine : {fused.get(), torch.get()}) engine->set_learning_rates(1e-4, 5e-4);
      expect_near(fused->step(input), torch->step(input));
      // the gradients: of so many, some are so near zero that rounding decides Adam's first step
      const auto gradients = [](const objective::Engine& engine) {
        State state = state_of(engine);
        std::erase_if(state, [](const auto& array) {
          return array.first.find("moments") == std::string::npos;
        });
        return state;
      };
      expect_near(gradients(*fused), gradients(*torch), kCloudTolerance);
      const BatchRows in_order = BatchRows(frames, first, 8).part(0, std::min(rows, 7));
      expect_near(fused->evaluate(in_order), torch->evaluate(in_order));
      EXPECT_TRUE(fused->encode(in_order).isApprox(torch->encode(in_order), 1e-4F));
      EXPECT_TRUE(fused->reconstruct(in_order).isApprox(torch->reconstruct(in_order), 1e-4F));
    }
  }
}

// Mirror images stand at the end of a batch, and the prior does not see them.
TEST(FusedEngine, FewerRowsOfNoiseMatchFewerEncodingsToThePrior) {
  for (const int threads : {1, 2}) {
    auto setup =
        best_setup({{"prior", 0.1}, {"mmd", 3.0}, {"sliced", 1.0}, {"generated", 10.0}}, false);
    setup.options.threads = threads;
    for (const int matched : {1, 40, 150}) {
      const auto fused = fused_engine::make_fused_engine(setup);
      const auto torch = torch_engine::make_torch_engine(setup);
      Random random(kSeed);
      const Batch poses = random_poses(random, 300);
      const Batch noise = random_latents(random, matched, 5);
      for (auto* engine : {fused.get(), torch.get()}) engine->set_learning_rates(1e-4, 5e-4);
      const auto input = input_of(setup, poses, noise);
      const auto expected = torch->step(input);
      expect_near(fused->step(input), expected);
      expect_near(state_of(*fused), state_of(*torch), kCloudTolerance);
    }
  }
}

TEST(FusedEngine, AGaussianEncoderStepsAsTheTorchEngineDoes) {
  for (const int rows : {1, 19, 300}) {
    SCOPED_TRACE(rows);
    expect_same_step(best_setup({{"prior", 0.0}, {"mmd", 0.0}, {"kl", 0.1}}, true), rows, 1,
                     kCloudTolerance);
    expect_same_step(best_setup({{"prior", 0.1}, {"mmd", 3.0}, {"kl", 0.0}}, true), rows, 1,
                     kCloudTolerance);
  }
}

/// An encoder whose log variances, the last five numbers, are beyond their bound.
TEST(FusedEngine, AGaussianEncoderThatIsTooWideStepsAsTheTorchEngineDoes) {
  auto setup = best_setup({{"prior", 0.0}, {"mmd", 0.0}, {"kl", 0.1}}, true);
  auto layers = setup.initial.encoder.layers();
  auto& bias = layers.back().array("bias");
  std::fill(bias.end() - 5, bias.end(), 90.0F);
  setup.initial.encoder = nn::Network(std::move(layers), setup.initial.encoder.skip());
  expect_same_step(setup, 300, 1, kCloudTolerance);
}

TEST(FusedEngine, LabelSmoothingStepsAsTheTorchEngineDoes) {
  auto setup = best_setup({{"prior", 0.1}}, false);
  setup.options.discriminator.label_smoothing = 0.1;
  expect_same_step(setup, 50);
}

TEST(FusedEngine, DropoutDropsTheSameNumbersAsTheTorchEngine) {
  for (const int rows : {19, 300}) {
    auto setup = best_setup({{"prior", 0.1}}, false);
    setup.options.dropout = 0.25;
    expect_same_step(setup, rows, 2);
    auto plain = setup_of(Preset::kCorrected, nn::Activation::kElu, 3, {64, 16});
    plain.options.dropout = 0.5;
    expect_same_step(plain, rows, 2);
  }
}

TEST(FusedEngine, RefusesWhatOnlyTheTorchEngineHas) {
  auto setup = best_setup({{"prior", 0.1}}, false);
  setup.options.discriminator.r1 = 1.0;
  EXPECT_NE(fused_engine::why_not_fused(setup).find("R1"), std::string::npos);
  EXPECT_THROW((void)fused_engine::make_fused_engine(setup), TrainingError);
  setup.options.discriminator = {.spectral_norm = true};
  EXPECT_NE(fused_engine::why_not_fused(setup).find("spectral"), std::string::npos);
}

// A ramp changes what is learned from, not what is reported.
TEST(FusedEngine, ThePriorFactorScalesTheTermsThatMatchThePrior) {
  for (const double factor : {0.0, 0.5}) {
    const auto setup = best_setup({{"prior", 0.2}, {"mmd", 4.0}}, false);
    const auto reduced = best_setup({{"prior", 0.2 * factor}, {"mmd", 4.0 * factor}}, false);
    for (const auto& make : {fused_engine::make_fused_engine, torch_engine::make_torch_engine}) {
      const auto with_factor = make(setup);
      with_factor->set_prior_factor(factor);
      const auto with_weights = make(reduced);
      Random random(26);
      const Batch poses = random_poses(random, 40);
      const Batch noise = random_latents(random, 40, 5);
      for (auto* engine : {with_factor.get(), with_weights.get()}) {
        engine->set_learning_rates(1e-3, 1e-3);
      }
      const auto input = input_of(setup, poses, noise);
      EXPECT_NEAR(with_factor->step(input).total, with_weights->step(input).total, 1e-5);
    }
  }
}

TEST(FusedEngine, WideNetworksClippingAndJointWeights) {
  auto setup = setup_of(Preset::kCorrected, nn::Activation::kElu, 2, {200, 130, 70});
  setup.options.optimiser.clip_norm = 0.01;
  for (int j = 0; j < setup.skeleton.joints(); ++j) {
    setup.objective.joint_weights.push_back(j % 2 == 0 ? 0.5 : 1.5);
  }
  expect_same_step(setup, 130);
}

}  // namespace
}  // namespace poseaae
