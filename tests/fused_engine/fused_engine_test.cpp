#include "poseaae/fused_engine/fused_engine.hpp"

#include <gtest/gtest.h>

#include "fused_engine/fused_step.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/nn/layer_kind.hpp"
#include "poseaae/torch_engine/torch_engine.hpp"
#include "support/golden_steps.hpp"

// The fused engine beside the torch engine, which is itself held against PyTorch.
namespace poseaae {
namespace {

using objective::EngineSetup;
using objective::Preset;

constexpr double kTolerance = 1e-5;  // of the largest absolute value of each array

/// Random poses of the golden skeleton, (rows, 88).
Batch random_poses(Random& random, int rows) {
  Batch poses(rows, 88);
  random.fill_normal({poses.data(), static_cast<std::size_t>(poses.size())});
  math::normalise_wxyz(std::span<float>(poses.data(), static_cast<std::size_t>(poses.size())));
  return poses;
}
Batch random_latents(Random& random, int rows, int columns) {
  Batch latents(rows, columns);
  random.fill_normal({latents.data(), static_cast<std::size_t>(latents.size())});
  return latents;
}

/// Rows of noise (R, Z), or (R, 2Z) for a Gaussian encoder, say how many poses are recorded.
objective::StepInput input_of(const EngineSetup& setup, const Batch& poses, const Batch& noise,
                              std::int64_t number = 0) {
  return test::input_of(poses, noise.rows(), noise, setup.initial.latent_dim(), number);
}

/// A setup with networks of its own, all hidden layers alike.
EngineSetup setup_of(Preset preset, nn::Activation activation, int threads = 1,
                     const std::vector<int>& hidden = {24, 12}) {
  auto setup = test::golden_setup(test::golden_file());
  setup.objective.form = test::form_of(preset);
  setup.options.threads = threads;
  for (std::size_t i = 0; i < setup.objective.weights.size(); ++i) {
    const auto& term = objective::loss_terms()[i];
    setup.objective.weights[i] = term.counts(objective::ModelKind::kAae) ? term.weight(preset) : 0;
  }
  std::vector<int> down{88}, up{5};
  down.insert(down.end(), hidden.begin(), hidden.end());
  down.push_back(5);
  up.insert(up.end(), hidden.rbegin(), hidden.rend());
  up.push_back(88);
  Random random(21);
  const auto linear = nn::Activation::kLinear;
  setup.initial.encoder = {nn::make_mlp(down, activation, linear), random};
  setup.initial.decoder = {nn::make_mlp(up, activation, linear), random};
  setup.initial.discriminator = {nn::make_mlp(std::vector<int>{5, 9, 7, 1}, activation, linear),
                                 random};
  return setup;
}

using State = std::map<std::string, std::vector<float>>;

/// Every array of an engine's state, by its path.
State state_of(const objective::Engine& engine) {
  State state;
  const auto whole = engine.state();
  for (const auto& [name, optimiser] :
       {std::pair{"autoencoder", &whole.autoencoder}, {"discriminator", &whole.discriminator}}) {
    for (const auto& [kind, arrays] : {std::pair{"parameters", &optimiser->parameters},
                                       {"first_moments", &optimiser->first_moments},
                                       {"second_moments", &optimiser->second_moments}}) {
      for (std::size_t i = 0; i < arrays->size(); ++i) {
        state[fmt::format("{}/{}/{}", name, kind, i)] = arrays->at(i).values;
      }
    }
  }
  return state;
}

void expect_near(const State& actual, const State& expected, double tolerance = kTolerance) {
  ASSERT_EQ(actual.size(), expected.size());
  for (const auto& [path, values] : expected) {
    ASSERT_EQ(actual.at(path).size(), values.size()) << path;
    bool any = false;
    for (const float v : values) any = any || v != 0.0F;
    if (any) {
      // second moments are squares: what differs by x in the gradient differs by 2x in them
      const double allowed = path.find("second") == std::string::npos ? tolerance : 2 * tolerance;
      EXPECT_LT(test::relative_difference(actual.at(path), values), allowed) << path;
    } else {
      EXPECT_EQ(actual.at(path), values) << path;
    }
  }
}

void expect_near(const objective::Losses& actual, const objective::Losses& expected) {
  for (std::size_t i = 0; i < expected.terms.size(); ++i) {
    EXPECT_NEAR(actual.terms[i], expected.terms[i], kTolerance * (1 + std::abs(expected.terms[i])))
        << objective::loss_terms()[i].name;
  }
  EXPECT_NEAR(actual.total, expected.total, kTolerance * (1 + std::abs(expected.total)));
  EXPECT_NEAR(actual.discriminator, expected.discriminator, kTolerance);
}

/// Poses and noise of these seeds have no gradient so near zero, and no two projections so nearly
/// equal, that rounding decides: Adam's first step is as long as the learning rate however small
/// the gradient, and slices are sorted.
constexpr std::uint64_t kSeed = 39;
constexpr std::uint64_t kSeedOfTwoSteps = 22;

/// After one step of Adam the first moments are a tenth of the gradients, so that equal states mean
/// equal gradients.
void expect_same_step(const EngineSetup& setup, int rows, int steps = 1,
                      double tolerance = kTolerance) {
  const auto fused = fused_engine::make_fused_engine(setup);
  const auto torch = torch_engine::make_torch_engine(setup);
  Random random(steps == 1 ? kSeed : kSeedOfTwoSteps);
  for (auto* engine : {fused.get(), torch.get()}) engine->set_learning_rates(1e-4, 5e-4);
  for (int i = 0; i < steps; ++i) {
    const Batch poses = random_poses(random, rows);
    const Batch noise = random_latents(random, rows, setup.initial.encoder.outputs());
    const auto input = input_of(setup, poses, noise, i);
    const auto expected = torch->step(input);
    expect_near(fused->step(input), expected);
  }
  expect_near(state_of(*fused), state_of(*torch), tolerance);
  const Batch poses = random_poses(random, 37);
  expect_near(fused->evaluate(poses), torch->evaluate(poses));
  EXPECT_TRUE(fused->encode(poses).isApprox(torch->encode(poses), 1e-5F));
  EXPECT_TRUE(fused->reconstruct(poses).isApprox(torch->reconstruct(poses), 1e-5F));
}

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

/// Like setup_of(), in 6D, with a skip and, if asked for, a Gaussian encoder. The terms
/// that match the prior have the weights named; the others replace the preset's.
EngineSetup best_setup(const std::map<std::string, double>& weights, bool gaussian,
                       kernels::RotationForm rotation = kernels::RotationForm::kSixD) {
  auto setup = setup_of(Preset::kBest, nn::Activation::kSilu, 2);
  const int features = 22 * static_cast<int>(kernels::features_of(rotation));
  setup.objective.rotation = rotation;
  for (std::size_t i = 0; i < setup.objective.weights.size(); ++i) {
    if (objective::loss_terms()[i].matches_prior()) setup.objective.weights[i] = 0.0;
  }
  setup.objective.weights[objective::term_index("norm")] = 0.0;
  for (const auto& [name, weight] : weights) {
    setup.objective.weights[objective::term_index(name)] = weight;
  }
  Random random(25);
  const auto silu = nn::Activation::kSilu;
  const auto linear = nn::Activation::kLinear;
  setup.initial.encoder = {nn::make_mlp(std::vector<int>{features, 40, 24, gaussian ? 10 : 5}, silu,
                                        linear, nn::Skip::kInput),
                           random};
  setup.initial.decoder = {
      nn::make_mlp(std::vector<int>{5, 24, 40, features}, silu, linear, nn::Skip::kInput), random};
  return setup;
}

/// Distances between clouds are small differences of large sums, and the two engines add in another
/// order; in double precision the whole step is checked against finite differences below.
constexpr double kCloudTolerance = 1e-4;

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

/// Every term of windows of eight frames of the golden skeleton.
EngineSetup window_setup(kernels::RotationForm rotation) {
  auto setup = best_setup({{"prior", 0.1}, {"position", 1.0}, {"rotation", 1.0}}, false, rotation);
  setup.rows = {.joints = 22, .frames = 8, .travels = true, .contacts = 3};
  setup.objective.contact_joints = {4, 8, 21};
  setup.objective.frame_weights = {0.3, 0.8, 1.2, 1.7, 1.7, 1.2, 0.8, 0.3};
  for (const char* term : {"room", "velocity", "stay", "contact", "root"}) {
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
                                             step.discriminator().gradient_of_network(0)};
    // The tutorial's prior does not pull at the encoder, so it is left out of what is differenced.
    const auto value = [&](std::size_t network, const EngineSetup& at) {
      fused_engine::FusedStep<double> there(at);
      const auto losses = there.gradients(input);
      if (network == 2) return losses.discriminator;
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
                                     : &there.initial.discriminator;
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
