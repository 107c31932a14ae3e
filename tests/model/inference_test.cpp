#include "poseaae/model/inference.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "poseaae/core/error.hpp"
#include "poseaae/math/quaternion.hpp"

namespace poseaae::model {
namespace {

Batch random_batch(Random& random, int rows, int columns) {
  Batch batch(rows, columns);
  random.fill_normal({batch.data(), static_cast<std::size_t>(batch.size())});
  return batch;
}

RC_GTEST_PROP(Inference, IsTheNetworkForEveryActivationShapeAndBatch, ()) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto sizes =
      *rc::gen::suchThat(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 50)),
                         [](const auto& s) { return s.size() >= 2 && s.size() <= 5; });
  const int rows = *rc::gen::inRange(0, 200);
  for (const auto& [name, activation] : activation_names()) {
    const Network network(make_mlp(sizes, activation, activation), random);
    const Batch batch = random_batch(random, rows, sizes.front());
    const Batch expected = network.forward(batch);
    const Batch found = Inference(network)(batch);
    RC_ASSERT(found.rows() == rows);
    RC_ASSERT(found.cols() == sizes.back());
    if (rows > 0) RC_ASSERT((found - expected).cwiseAbs().maxCoeff() < 1e-5F);
  }
}

TEST(Inference, UnitQuaternionsAreTheOutputsNormalised) {
  Random random(5);
  const Network network(
      make_mlp(std::vector<int>{3, 7, 20}, Activation::kTanh, Activation::kLinear), random);
  const Batch latents = random_batch(random, 37, 3);
  Batch expected = network.forward(latents);
  math::normalise_wxyz(
      std::span<float>(expected.data(), static_cast<std::size_t>(expected.size())));
  EXPECT_TRUE(Inference(network).unit_quaternions(latents).isApprox(expected, 1e-6F));
}

TEST(Inference, RefusesAnotherWidth) {
  Random random(6);
  const Network network(make_mlp(std::vector<int>{3, 4}, Activation::kRelu, Activation::kLinear),
                        random);
  EXPECT_THROW((void)Inference(network)(Batch::Zero(2, 4)), UsageError);
}

}  // namespace
}  // namespace poseaae::model
