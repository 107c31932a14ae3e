#include "kinematics.hpp"

#include <gtest/gtest.h>

#include "poseaae/mocap/kinematics.hpp"
#include "support/golden_steps.hpp"
#include "tensor_io.hpp"

namespace poseaae {
namespace {

// The tensor form must agree with the plain one, which is itself checked against golden positions.
TEST(TensorKinematics, LevelsAgreeWithOnePassInJointOrder) {
  const h5::Group root = test::golden_file();
  const auto skeleton = test::golden_skeleton(root);
  const auto poses = test::golden_batch(root, "poses", 3);
  std::vector<float> expected(static_cast<std::size_t>(poses.rows()) * 22 * 3);
  mocap::forward_kinematics<float>(skeleton, {poses.data(), static_cast<std::size_t>(poses.size())},
                                   expected);
  const torch_engine::Kinematics kinematics(skeleton, 1.0, torch::kCPU, torch::kFloat32);
  const auto actual =
      torch_engine::to_vector(kinematics.positions(torch_engine::to_tensor(poses, torch::kCPU)));
  ASSERT_EQ(actual.size(), expected.size());
  EXPECT_LT(test::relative_difference(actual, expected), 1e-5);
}

TEST(TensorKinematics, OffsetsScale) {
  const mocap::Skeleton skeleton({"a", "b"}, {-1, 0}, {{0, 0, 0}, {0, 0.25, 0}});
  const torch_engine::Kinematics kinematics(skeleton, 100.0, torch::kCPU, torch::kFloat64);
  const auto pose = torch::tensor({1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0}, torch::kFloat64);
  const auto positions = kinematics.positions(pose.view({1, 8}));
  EXPECT_EQ(positions.sizes().vec(), (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_DOUBLE_EQ(positions[0][1][1].item<double>(), 25.0);
}

TEST(TensorKinematics, OneJointHasNoLevels) {
  const mocap::Skeleton skeleton({"a"}, {-1}, {{1, 2, 3}});
  const torch_engine::Kinematics kinematics(skeleton, 1.0, torch::kCPU, torch::kFloat32);
  EXPECT_EQ(kinematics.positions(torch::ones({2, 4})).abs().max().item<double>(), 0.0);
}

TEST(TensorKinematics, NothingDependsOnWhatStandsAboveTheBody) {
  const mocap::Skeleton skeleton({"room", "way", "hips", "leg", "lamp"}, {-1, 0, 1, 2, 0},
                                 {{0, 0, 0}, {9, 0, 0}, {0, 7, 0}, {0, -1, 0.5}, {3, 3, 3}});
  const torch_engine::Kinematics kinematics(skeleton, 1.0, torch::kCPU, torch::kFloat64, 2);
  torch::manual_seed(4);
  auto poses = torch::randn({3, 20}, torch::kFloat64).set_requires_grad(true);
  const auto positions = kinematics.positions(poses);
  positions.square().sum().backward();
  const auto slopes = poses.grad().view({3, 5, 4}).abs().amax({0, 2});
  EXPECT_EQ(slopes[0].item<double>(), 0.0);
  EXPECT_EQ(slopes[1].item<double>(), 0.0);
  EXPECT_GT(slopes[2].item<double>(), 0.01);
  const torch_engine::Kinematics alone({{"hips", "leg"}, {-1, 0}, {{0, 0, 0}, {0, -1, 0.5}}}, 1.0,
                                       torch::kCPU, torch::kFloat64);
  const auto body = alone.positions(poses.detach().narrow(1, 8, 8));
  EXPECT_TRUE(torch::allclose(positions.detach().select(1, 3), body.select(1, 1)));
}

}  // namespace
}  // namespace poseaae
