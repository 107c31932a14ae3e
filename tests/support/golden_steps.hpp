#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "poseaae/core/hdf5.hpp"
#include "poseaae/training/engine.hpp"
#include "support/support.hpp"

/// tutorial_steps.h5: ten steps of the tutorial in PyTorch.
namespace poseaae::test {

inline h5::Group golden_file() { return h5::open_file(reference_dir() / "tutorial_steps.h5"); }

inline model::Network golden_network(const h5::Group& group, model::Activation hidden,
                                     model::Activation last) {
  std::vector<model::Layer> layers;
  for (const int index : {0, 2, 4}) {  // the activations between them have no parameters
    auto weight = group.read<float>(fmt::format("{}.weight", index));
    auto bias = group.read<float>(fmt::format("{}.bias", index));
    layers.push_back({{static_cast<int>(weight.shape[1]), static_cast<int>(weight.shape[0]),
                       index == 4 ? last : hidden},
                      std::move(weight.values),
                      std::move(bias.values)});
  }
  return model::Network(std::move(layers));
}

inline training::Networks golden_networks(const h5::Group& group) {
  using model::Activation;
  return {golden_network(group.group("encoder"), Activation::kRelu, Activation::kRelu),
          golden_network(group.group("decoder"), Activation::kRelu, Activation::kLinear),
          golden_network(group.group("discriminator"), Activation::kElu, Activation::kLinear)};
}

/// The skeleton of the golden steps, offsets in metres for files in centimetres.
inline mocap::Skeleton golden_skeleton(const h5::Group& root) {
  // h5py keeps the parents as an attribute; they are those of the recordings' 22 joints.
  const std::vector<int> parents{-1, 0,  1,  2, 3,  4,  3,  6, 7,  8,  3,
                                 10, 11, 12, 1, 14, 15, 16, 1, 18, 19, 20};
  const auto flat = root.read<double>("offsets", {parents.size(), 3});
  std::vector<std::string> names;
  std::vector<mocap::Vec3> offsets;
  for (std::size_t j = 0; j < parents.size(); ++j) {
    names.push_back(fmt::format("joint_{}", j));
    offsets.push_back(0.01 * mocap::Vec3(&flat[3 * j]));
  }
  return {names, parents, offsets};
}

inline training::EngineSetup golden_setup(const h5::Group& root) {
  training::EngineSetup setup{.skeleton = golden_skeleton(root),
                              .initial = golden_networks(root.group("initial")),
                              .objective = {},
                              .optimiser = {},
                              .engine = training::EngineKind::kAuto,
                              .device = training::Device::kCpu,
                              .threads = 1};
  setup.objective.preset = training::Preset::kTutorial;
  for (const auto& term : training::loss_terms()) {
    setup.objective.weights.push_back(term.tutorial);
  }
  return setup;
}

/// Row-block `index` of a (10, rows, columns) array.
inline training::Batch golden_batch(const h5::Group& root, const std::string& name, int index) {
  const auto array = root.read<float>(name);
  const auto rows = static_cast<Eigen::Index>(array.shape[1]);
  const auto columns = static_cast<Eigen::Index>(array.shape[2]);
  return Eigen::Map<const training::Batch>(array.values.data() + index * rows * columns, rows,
                                           columns);
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

inline void expect_networks_near(const model::Network& actual, const model::Network& expected,
                                 const std::string& name) {
  ASSERT_EQ(actual.spec(), expected.spec());
  for (std::size_t i = 0; i < expected.layers().size(); ++i) {
    EXPECT_LT(relative_difference(actual.layers()[i].weight, expected.layers()[i].weight),
              kGoldenTolerance)
        << name << " weight " << i;
    EXPECT_LT(relative_difference(actual.layers()[i].bias, expected.layers()[i].bias),
              kGoldenTolerance)
        << name << " bias " << i;
  }
}

/// The ten steps by an engine made from golden_setup(): every loss of every step, and the weights
/// at the end.
inline void expect_ten_golden_steps(const h5::Group& root, training::Engine& engine) {
  const auto& names = training::loss_terms();
  std::vector<std::vector<double>> terms(names.size());
  std::vector<double> totals;
  std::vector<double> discriminator;
  for (int step = 0; step < 10; ++step) {
    const auto losses =
        engine.step(golden_batch(root, "poses", step), golden_batch(root, "prior_samples", step));
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

}  // namespace poseaae::test
