#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "poseaae/io/hdf5.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/objective/engine.hpp"
#include "support/golden_inputs.hpp"

/// Ten steps of the tutorial in PyTorch: tests/golden/tutorial_steps.h5, and files of its form.
namespace poseaae::test {

inline h5::Group golden_file() { return h5::open_file(golden_dir() / "tutorial_steps.h5"); }

inline objective::LossForm form_of(objective::Preset preset) {
  return preset == objective::Preset::kTutorial ? objective::LossForm::tutorial()
                                                : objective::LossForm{};
}

/// Samples of the prior and a Gaussian encoder's noise from columns side by side: (recorded, Z), or
/// (B, 2Z).
inline objective::StepInput input_of(const BatchRows& poses, Eigen::Index recorded,
                                     const Batch& normal, Eigen::Index latent,
                                     std::int64_t number) {
  return {poses, recorded, normal.topLeftCorner(recorded, latent),
          normal.rightCols(normal.cols() - latent), number};
}

inline nn::Network golden_network(const h5::Group& group, nn::Activation hidden,
                                  nn::Activation last) {
  std::vector<nn::Layer> layers;
  for (const int index : {0, 2, 4}) {  // the activations between them have no parameters
    auto weight = group.read<float>(fmt::format("{}.weight", index));
    auto bias = group.read<float>(fmt::format("{}.bias", index));
    layers.push_back({{static_cast<int>(weight.shape[1]), static_cast<int>(weight.shape[0]),
                       index == 4 ? last : hidden},
                      {std::move(weight.values), std::move(bias.values)}});
  }
  return nn::Network(std::move(layers));
}

inline objective::Networks golden_networks(const h5::Group& group) {
  using nn::Activation;
  return {golden_network(group.group("encoder"), Activation::kRelu, Activation::kRelu),
          golden_network(group.group("decoder"), Activation::kRelu, Activation::kLinear),
          golden_network(group.group("discriminator"), Activation::kElu, Activation::kLinear)};
}

/// The skeleton of the golden steps, offsets in metres for files in centimetres.
inline mocap::Skeleton golden_skeleton(const h5::Group& root, std::vector<int> parents) {
  const auto flat = root.read<double>("offsets", {parents.size(), 3});
  std::vector<std::string> names;
  std::vector<mocap::Vec3> offsets;
  for (std::size_t j = 0; j < parents.size(); ++j) {
    names.push_back(fmt::format("joint_{}", j));
    offsets.push_back(0.01 * mocap::Vec3(&flat[3 * j]));
  }
  return {names, std::move(parents), offsets};
}
inline mocap::Skeleton golden_skeleton(const h5::Group& root) {
  return golden_skeleton(root, root.read<std::int32_t>("parents").values);
}

inline objective::EngineSetup golden_setup(const h5::Group& root, mocap::Skeleton skeleton) {
  objective::EngineSetup setup{.skeleton = std::move(skeleton),
                               .initial = golden_networks(root.group("initial")),
                               .objective = {},
                               .options = {.device = objective::Device::kCpu}};
  setup.objective.form = objective::LossForm::tutorial();
  for (const auto& term : objective::loss_terms()) {
    setup.objective.weights.push_back(term.tutorial);
  }
  return setup;
}
inline objective::EngineSetup golden_setup(const h5::Group& root) {
  return golden_setup(root, golden_skeleton(root));
}

/// Row-block `index` of a (10, rows, columns) array.
inline Batch golden_batch(const h5::Group& root, const std::string& name, int index) {
  const auto array = root.read<float>(name);
  const auto rows = static_cast<Eigen::Index>(array.shape[1]);
  const auto columns = static_cast<Eigen::Index>(array.shape[2]);
  return Eigen::Map<const Batch>(array.values.data() + index * rows * columns, rows, columns);
}

/// Step `index` of an engine made from golden_setup().
inline objective::Losses golden_step(const h5::Group& root, objective::Engine& engine, int index) {
  const Batch poses = golden_batch(root, "poses", index);
  const Batch prior = golden_batch(root, "prior_samples", index);
  return engine.step({.poses = poses, .recorded = poses.rows(), .prior = prior, .number = index});
}

/// Largest difference, relative to the largest absolute value expected.
template <typename Actual, typename Expected>
double relative_difference(const Actual& actual, const Expected& expected) {
  double difference = 0.0;
  double scale = 0.0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    difference = std::max(difference, std::abs(static_cast<double>(actual[i]) - expected[i]));
    scale = std::max(scale, std::abs(static_cast<double>(expected[i])));
  }
  return difference / scale;
}

inline constexpr double kGoldenTolerance = 1e-5;

inline void expect_networks_near(const nn::Network& actual, const nn::Network& expected,
                                 const std::string& name) {
  ASSERT_EQ(actual.spec(), expected.spec());
  for (std::size_t i = 0; i < expected.layers().size(); ++i) {
    for (const char* array : {"weight", "bias"}) {
      EXPECT_LT(
          relative_difference(actual.layers()[i].array(array), expected.layers()[i].array(array)),
          kGoldenTolerance)
          << name << " " << array << " " << i;
    }
  }
}

/// The ten steps by an engine made from golden_setup(): every loss of every step, and the weights
/// at the end.
inline void expect_ten_golden_steps(const h5::Group& root, objective::Engine& engine) {
  const auto& names = objective::loss_terms();
  std::vector<std::vector<double>> terms(names.size());
  std::vector<double> totals;
  std::vector<double> discriminator;
  for (int step = 0; step < 10; ++step) {
    const auto losses = golden_step(root, engine, step);
    for (std::size_t i = 0; i < terms.size(); ++i) terms[i].push_back(losses.terms[i]);
    totals.push_back(losses.total);
    discriminator.push_back(losses.discriminator);
  }
  const auto expect_history = [&](const std::string& name, const std::vector<double>& actual) {
    const auto expected = root.read<double>("losses/" + name, {10});
    EXPECT_LT(relative_difference(actual, expected), kGoldenTolerance) << name;
  };
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (names[i].tutorial > 0.0) expect_history(names[i].name, terms[i]);
  }
  expect_history("total", totals);
  expect_history("discriminator", discriminator);

  const auto actual = engine.networks();
  const auto expected = golden_networks(root.group("final"));
  expect_networks_near(actual.encoder, expected.encoder, "encoder");
  expect_networks_near(actual.decoder, expected.decoder, "decoder");
  expect_networks_near(actual.discriminator, expected.discriminator, "discriminator");
}

/// Adam's first moments of an engine, times `factor`, beside the arrays of `expected`.
inline void expect_golden_moments(const objective::Engine& engine, double factor,
                                  const h5::Group& expected) {
  const auto state = engine.state();
  const auto expect_network = [&](const nn::OptimiserState& optimiser, std::size_t first,
                                  const std::string& network) {
    for (const std::string layer : {"0", "2", "4"}) {
      for (const char* array : {"weight", "bias"}) {
        auto moments = optimiser.first_moments.at(first++).values;
        for (float& moment : moments) moment *= static_cast<float>(factor);
        const auto values =
            expected.read<float>(fmt::format("{}/{}.{}", network, layer, array)).values;
        ASSERT_EQ(moments.size(), values.size()) << network << " " << layer << " " << array;
        EXPECT_LT(relative_difference(moments, values), kGoldenTolerance)
            << network << " " << layer << " " << array;
      }
    }
  };
  expect_network(state.autoencoder, 0, "encoder");
  expect_network(state.autoencoder, 6, "decoder");
  expect_network(state.discriminator, 0, "discriminator");
}

/// The gradients by an engine made from golden_setup(). After the first step Adam's first moments
/// are a tenth of them; after the tenth they are a sum over the gradients of all steps.
inline void expect_golden_gradients(const h5::Group& root, objective::Engine& engine) {
  for (int step = 0; step < 10; ++step) {
    (void)golden_step(root, engine, step);
    if (step == 0) expect_golden_moments(engine, 10.0, root.group("first_step/gradients"));
  }
  expect_golden_moments(engine, 1.0, root.group("first_moments"));
}

/// What the untrained networks make of the first batch.
inline void expect_golden_reconstruction(const h5::Group& root, objective::Engine& engine) {
  const auto poses = golden_batch(root, "poses", 0);
  const auto flat = [](const Batch& batch) {
    return std::vector<float>(batch.data(), batch.data() + batch.size());
  };
  const auto latents = root.read<float>("first_step/latents", {16, 8});
  const auto prediction = root.read<float>("first_step/prediction", {16, 88});
  EXPECT_LT(relative_difference(flat(engine.encode(poses)), latents), kGoldenTolerance);
  EXPECT_LT(relative_difference(flat(engine.reconstruct(poses)), prediction), kGoldenTolerance);
}

}  // namespace poseaae::test
