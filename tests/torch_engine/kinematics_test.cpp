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

}  // namespace
}  // namespace poseaae
