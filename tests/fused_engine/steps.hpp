#pragma once

#include <gtest/gtest.h>

#include "poseaae/fused_engine/fused_engine.hpp"
#include "poseaae/torch_engine/torch_engine.hpp"
#include "support/golden_steps.hpp"

/// Setups of both engines, and their steps side by side.
namespace poseaae::engines {

using objective::EngineSetup;
using objective::Preset;

constexpr double kTolerance = 1e-5;  // of the largest absolute value of each array

/// Random poses of the golden skeleton, (rows, 88).
inline Batch random_poses(Random& random, int rows) {
  Batch poses(rows, 88);
  random.fill_normal({poses.data(), static_cast<std::size_t>(poses.size())});
  math::normalise_wxyz(std::span<float>(poses.data(), static_cast<std::size_t>(poses.size())));
  return poses;
}
inline Batch random_latents(Random& random, int rows, int columns) {
  Batch latents(rows, columns);
  random.fill_normal({latents.data(), static_cast<std::size_t>(latents.size())});
  return latents;
}

/// Rows of noise (R, Z), or (R, 2Z) for a Gaussian encoder, say how many poses are recorded.
inline objective::StepInput input_of(const EngineSetup& setup, const Batch& poses,
                                     const Batch& noise, std::int64_t number = 0) {
  return test::input_of(poses, noise.rows(), noise, setup.initial.latent_dim(), number);
}

/// A setup with networks of its own, all hidden layers alike.
inline EngineSetup setup_of(Preset preset, nn::Activation activation, int threads = 1,
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
  setup.initial.pose_discriminator = {
      nn::make_mlp(std::vector<int>{3 * setup.skeleton.joints(), 8, 1}, activation, linear),
      random};
  return setup;
}

using State = std::map<std::string, std::vector<float>>;

/// Every array of an engine's state, by its path.
inline State state_of(const objective::Engine& engine) {
  State state;
  const auto whole = engine.state();
  for (const auto& [name, optimiser] : {std::pair{"autoencoder", &whole.autoencoder},
                                        {"discriminator", &whole.discriminator},
                                        {"pose_discriminator", &whole.pose_discriminator}}) {
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

inline void expect_near(const State& actual, const State& expected, double tolerance = kTolerance) {
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

inline void expect_near(const objective::Losses& actual, const objective::Losses& expected) {
  for (std::size_t i = 0; i < expected.terms.size(); ++i) {
    EXPECT_NEAR(actual.terms[i], expected.terms[i], kTolerance * (1 + std::abs(expected.terms[i])))
        << objective::loss_terms()[i].name;
  }
  EXPECT_NEAR(actual.total, expected.total, kTolerance * (1 + std::abs(expected.total)));
  EXPECT_NEAR(actual.discriminator, expected.discriminator, kTolerance);
  EXPECT_NEAR(actual.pose_discriminator, expected.pose_discriminator, kTolerance);
}

/// Poses and noise of these seeds have no gradient so near zero, and no two projections so nearly
/// equal, that rounding decides: Adam's first step is as long as the learning rate however small
/// the gradient, and slices are sorted.
inline constexpr std::uint64_t kSeed = 39;
inline constexpr std::uint64_t kSeedOfTwoSteps = 22;

/// After one step of Adam the first moments are a tenth of the gradients, so that equal states mean
/// equal gradients.
inline void expect_same_step(const EngineSetup& setup, int rows, int steps = 1,
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

/// Like setup_of(), in 6D, with a skip and, if asked for, a Gaussian encoder. The terms
/// that match the prior have the weights named; the others replace the preset's.
inline EngineSetup best_setup(const std::map<std::string, double>& weights, bool gaussian,
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
inline constexpr double kCloudTolerance = 1e-4;

}  // namespace poseaae::engines
