#include "poseaae/nn/layer_kind.hpp"

#include <gtest/gtest.h>

#include <set>

#include "poseaae/base/error.hpp"
#include "poseaae/nn/inference.hpp"
#include "poseaae/nn/regressor.hpp"
#include "samples.hpp"

// Every kind of layer, by what holds for all of them.
namespace poseaae::nn {
namespace {

class EveryLayerKind : public testing::TestWithParam<std::string> {
 protected:
  /// Two layers of the kind between dense ones.
  [[nodiscard]] static Network network(Activation activation, Skip skip) {
    Random random(61);
    return {make_mlp(std::vector<int>{5, 18, 18, 18, 3}, activation, Activation::kLinear, skip,
                     GetParam()),
            random};
  }
};

TEST_P(EveryLayerKind, NamesItsArraysAndFillsThem) {
  const Layer layer = network(Activation::kElu, Skip::kNone).layers()[1];
  EXPECT_EQ(layer.spec.kind, GetParam());
  std::set<std::string> names;
  for (const ArrayShape& shape : arrays_of(layer.spec)) {
    EXPECT_TRUE(names.insert(shape.name).second) << shape.name;
    EXPECT_EQ(layer.array(shape.name).size(), shape.count());
  }
  EXPECT_THROW((void)layer.array("no such array"), Error);
}

TEST_P(EveryLayerKind, ComesBackFromTheLayoutOfItsLoops) {
  const Layer layer = network(Activation::kElu, Skip::kNone).layers()[1];
  const auto loops = loops_of<double>(layer.spec);
  EXPECT_EQ(loops->size() % kernels::kLanes, 0U);
  kernels::Buffer<double> parameters(loops->size());
  loops->pack(layer, parameters.data());
  Layer back = layer;
  for (auto& array : back.arrays) std::fill(array.begin(), array.end(), 0.0F);
  loops->unpack(parameters.data(), back);
  EXPECT_EQ(back, layer);
}

TEST_P(EveryLayerKind, ComputesByItsLoopsWhatItsDefinitionSays) {
  Random random(62);
  for (const auto& [name, activation] : activation_names()) {
    for (const Skip skip : {Skip::kNone, Skip::kInput}) {
      const Network defined = network(activation, skip);
      const Batch x = test::random_batch(random, 90, 5);
      const Batch found = Inference(defined)(x);
      EXPECT_LT((found - defined.forward(x)).cwiseAbs().maxCoeff(), 1e-5F) << name;
    }
  }
}

TEST_P(EveryLayerKind, HasTheSlopesOfTheLoss) {
  Random random(63);
  const auto x = test::normal<double>(random, 75, 5);
  const auto y = test::normal<double>(random, 75, 3);
  for (const Activation activation : {Activation::kTanh, Activation::kSilu}) {
    for (const Skip skip : {Skip::kNone, Skip::kInput}) {
      const Network start = network(activation, skip);
      test::expect_slopes(
          Regressor<double>(start, {}).gradient(x, y), start, 5,
          [&](const Network& changed) { return Regressor<double>(changed, {}).loss(x, y); });
    }
  }
}

/// Between layers that do not learn, the skip leads from the first to the last that does.
TEST(FixedLayers, StandOutsideOfTheSkip) {
  Random random(64);
  NetworkSpec spec =
      make_mlp(std::vector<int>{7, 18, 4}, Activation::kTanh, Activation::kLinear, Skip::kInput);
  spec.layers.insert(spec.layers.begin(), {20, 7, Activation::kLinear, "fixed"});
  spec.layers.push_back({4, 33, Activation::kLinear, "fixed"});
  const Network network(spec, random);
  EXPECT_EQ(network.skips_from(), 1U);
  EXPECT_TRUE(network.skips_to(2));
  EXPECT_FALSE(network.skips_to(3));
  const std::vector<Layer>& all = network.layers();
  const auto layer = [](const Layer& one) { return Network({one}); };
  const Network middle({all[1], all[2]}, Skip::kInput);
  const Batch x = test::random_batch(random, 40, 20);
  const Batch expected = layer(all[3]).forward(middle.forward(layer(all[0]).forward(x)));
  EXPECT_TRUE(network.forward(x).isApprox(expected, 1e-5F));
  EXPECT_TRUE(Inference(network)(x).isApprox(expected, 1e-4F));
}

TEST(FixedLayers, DoNotLearnWhatLayersBetweenThemLearn) {
  Random random(65);
  NetworkSpec spec =
      make_mlp(std::vector<int>{6, 18, 4}, Activation::kTanh, Activation::kLinear, Skip::kInput);
  spec.layers.insert(spec.layers.begin(), {9, 6, Activation::kLinear, "fixed"});
  spec.layers.push_back({4, 5, Activation::kLinear, "fixed"});
  const Network start(spec, random);
  const auto x = test::normal<double>(random, 40, 9);
  const auto y = test::normal<double>(random, 40, 5);
  test::expect_slopes(
      Regressor<double>(start, {}).gradient(x, y), start, 8,
      [&](const Network& changed) { return Regressor<double>(changed, {}).loss(x, y); });
}

std::vector<std::string> names() {
  std::vector<std::string> names;
  for (const LayerKind& kind : layer_kinds()) names.push_back(kind.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Alone, EveryLayerKind, testing::ValuesIn(names()),
                         [](const auto& info) { return info.param; });

TEST(LayerKinds, AreFoundByTheirNames) {
  EXPECT_EQ(layer_kind("dense").name, "dense");
  EXPECT_THROW((void)layer_kind("no such kind"), ModelError);
  EXPECT_THROW((void)arrays_of({2, 3, Activation::kRelu, "no such kind"}), ModelError);
}

TEST(Skips, AreStatedAndCountedInTheWidth) {
  const NetworkSpec spec =
      make_mlp(std::vector<int>{4, 6, 2}, Activation::kElu, Activation::kLinear, Skip::kInput);
  EXPECT_EQ(spec.skip, Skip::kInput);
  EXPECT_EQ(spec.layers.back().inputs, 10);
  Random random(64);
  const auto layers = Network(spec, random).layers();
  EXPECT_NO_THROW(Network(layers, Skip::kInput));
  EXPECT_THROW(Network(layers, Skip::kNone), Error);
  EXPECT_THROW(Network({layers[0]}, Skip::kInput), Error) << "nothing to skip";
}

}  // namespace
}  // namespace poseaae::nn
