#include "poseaae/nn/inference.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/math/quaternion.hpp"
#include "samples.hpp"

namespace poseaae::nn {
namespace {

using kernels::RotationForm;
using test::random_batch;

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
  EXPECT_TRUE(Inference(network).to_rotations(latents).isApprox(expected, 1e-6F));
}

RC_GTEST_PROP(Inference, LetsTheLastLayerSeeTheInput, ()) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto sizes =
      *rc::gen::suchThat(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 40)),
                         [](const auto& s) { return s.size() >= 3 && s.size() <= 5; });
  const Network network(make_mlp(sizes, Activation::kElu, Activation::kLinear, Skip::kInput),
                        random);
  const Batch batch = random_batch(random, *rc::gen::inRange(1, 150), sizes.front());
  const Batch expected = network.forward(batch);
  RC_ASSERT((Inference(network)(batch) - expected).cwiseAbs().maxCoeff() < 1e-5F);
}

// The network that is the identity on six numbers: what goes in as rotations comes back as such.
TEST(Inference, SpeaksOfRotationsInSixNumbers) {
  constexpr int kJoints = 3;
  std::vector<float> identity(36 * kJoints * kJoints, 0.0F);
  for (std::size_t i = 0; i < 6 * kJoints; ++i) identity[i * (6 * kJoints + 1)] = 1.0F;
  const Network network({Layer{{6 * kJoints, 6 * kJoints, Activation::kLinear},
                               {identity, std::vector<float>(6 * kJoints, 0.0F)}}});
  const Inference inference(network, RotationForm::kSixD);
  Random random(8);
  Batch poses = random_batch(random, 50, 4 * kJoints);
  math::normalise_wxyz(std::span<float>(poses.data(), static_cast<std::size_t>(poses.size())));
  const Batch six = inference.of_rotations(poses);
  ASSERT_EQ(six.cols(), 6 * kJoints);
  const Batch back = inference.to_rotations(six);
  ASSERT_EQ(back.cols(), 4 * kJoints);
  for (Eigen::Index row = 0; row < poses.rows(); ++row) {
    for (int j = 0; j < kJoints; ++j) {
      EXPECT_NEAR(std::abs(back.row(row).segment<4>(4 * j).dot(poses.row(row).segment<4>(4 * j))),
                  1.0F, 1e-5F);
    }
  }
}

TEST(Inference, RefusesAnotherWidth) {
  Random random(6);
  const Network network(make_mlp(std::vector<int>{3, 4}, Activation::kRelu, Activation::kLinear),
                        random);
  EXPECT_THROW((void)Inference(network)(Batch::Zero(2, 4)), UsageError);
}

}  // namespace
}  // namespace poseaae::nn
