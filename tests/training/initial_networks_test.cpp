#include "initial_networks.hpp"

#include <gtest/gtest.h>

#include "lever_arms.hpp"
#include "poseaae/codec/pose_format.hpp"
#include "small_run.hpp"

namespace poseaae {
namespace {

using mocap::Vec3;
using training::SkipStart;

/// An upright arm of three bones of 1, 2 and 3 m.
mocap::Skeleton arm() {
  return {{"root", "a", "b", "c"},
          {-1, 0, 1, 2},
          {Vec3(0, 0, 0), Vec3(0, 1, 0), Vec3(0, 2, 0), Vec3(0, 3, 0)}};
}

Batch rest_poses(int rows) {
  Batch poses = Batch::Zero(rows, 16);
  for (int j = 0; j < 4; ++j) poses.col(4 * j).setOnes();
  return poses;
}

// From the root: bones end 1, 3 and 6 m away; over four joints, and 0.02 m beside.
TEST(LeverArms, AreTheMeanWayOfAllJointsForARadian) {
  const Eigen::VectorXd arms = training::lever_arms(arm(), rest_poses(3));
  const Eigen::Vector4d expected(10.0 / 4, (2.0 + 5.0) / 4, 3.0 / 4, 0.0);
  EXPECT_LT((arms - (expected.array() + 0.02).matrix()).norm(), 1e-6);
}

class SkipStarts : public testing::TestWithParam<kernels::RotationForm> {};

training::Config config_of(const std::string& skip, kernels::RotationForm rotation) {
  std::vector<std::string> assignments{"model.skip=" + skip, "model.latent=3",
                                       "model.encoder=[20,10]"};
  if (rotation == kernels::RotationForm::kSixD) {
    assignments.insert(assignments.end(), {"model.rotation=6d", "losses.norm=0",
                                           "losses.quaternion=0", "losses.rotation=1"});
  }
  return training::Config::parse("", "test", assignments);
}

/// Poses that turn in three ways: exactly what three components can tell.
Batch moving_poses() {
  const mocap::Motion motion = test::swinging_arm(200);
  Batch poses(200, 16);
  for (int t = 0; t < 200; ++t) {
    for (int j = 0; j < 4; ++j) {
      math::store_wxyz<float>(motion.rotation(t, j).cast<float>(), &poses(t, 4 * j));
    }
  }
  return poses;
}

// Positions by the scalar kinematics of mocap.
TEST(PoseDiscriminator, SeesPositionsOfWhichEveryJointCountsAlike) {
  const mocap::Motion motion = test::swinging_arm(200);
  auto config = config_of("none", kernels::RotationForm::kQuaternion);
  config.set({"losses.realism=1", "model.pose_discriminator=[6]"});
  const codec::PoseFormat format(motion.skeleton(), kernels::RotationForm::kQuaternion);
  objective::EngineSetup setup{
      .skeleton = motion.skeleton(),
      .initial = training::initial_networks(config, format, 0, moving_poses),
      .objective = {},
      .rows = format.shape()};
  training::see_standardised_positions(setup, moving_poses());
  const auto& layers = setup.initial.pose_discriminator.layers();
  ASSERT_EQ(layers.size(), 3);
  EXPECT_EQ(layers[0].spec.kind, "fixed");
  const std::vector<double> positions = mocap::joint_positions(motion);
  const auto joints = static_cast<Eigen::Index>(motion.joints());
  const Batch rows =
      Eigen::Map<const BatchOf<double>>(positions.data(), 200, 3 * joints).cast<float>();
  const Batch relative = rows - rows.leftCols(3).replicate(1, joints);
  const Batch seen = nn::Network({layers[0]}).forward(relative);
  EXPECT_LT(seen.colwise().mean().cwiseAbs().maxCoeff(), 1e-4);
  EXPECT_TRUE(seen.leftCols(3).isZero(0.0F)) << "the root's, at the origin";
  for (Eigen::Index j = 1; j < joints; ++j) {
    const double variance = seen.middleCols(3 * j, 3).cwiseAbs2().mean();
    if (relative.middleCols(3 * j, 3).rowwise().norm().minCoeff() > 0.0F && variance > 0.0) {
      EXPECT_NEAR(variance, 1.0, 1e-3) << j;
    }
  }
  EXPECT_GT(seen.cwiseAbs().maxCoeff(), 0.5F);
}

TEST(PoseDiscriminator, IsThereOnlyWhereALossNeedsIt) {
  const codec::PoseFormat format(test::swinging_arm(2).skeleton());
  const auto config = config_of("none", kernels::RotationForm::kQuaternion);
  EXPECT_TRUE(training::initial_networks(config, format, 0, moving_poses)
                  .pose_discriminator.layers()
                  .empty());
}

TEST_P(SkipStarts, WhitenedComponentsGiveStandardLatentsAndNearPoses) {
  const Batch poses = moving_poses();
  const codec::PoseFormat format(test::swinging_arm(2).skeleton(), GetParam());
  for (const std::string skip : {"whitened_pca", "lever_pca"}) {
    const auto networks =
        training::initial_networks(config_of(skip, GetParam()), format, 0, [&] { return poses; });
    const Batch features = format.features_of(poses);
    const Batch latents = networks.encoder.forward(features);
    const auto statistics = codec::LatentStatistics::of(latents);
    EXPECT_LT(statistics.mean.norm(), 1e-3) << skip;
    EXPECT_LT((statistics.covariance - Eigen::Matrix3d::Identity()).norm(), 1e-2) << skip;
    const Batch back = networks.decoder.forward(latents);
    const Batch centred = features.rowwise() - features.colwise().mean();
    EXPECT_LT((back - features).squaredNorm(), 0.2F * centred.squaredNorm()) << skip;
  }
}

TEST_P(SkipStarts, PlainComponentsAreOrthonormal) {
  const codec::PoseFormat format(test::swinging_arm(2).skeleton(), GetParam());
  const auto networks =
      training::initial_networks(config_of("pca", GetParam()), format, 0, moving_poses);
  const auto& layer = networks.encoder.layers().back();
  const Eigen::Map<const Batch> weights(layer.array("weight").data(), layer.spec.outputs,
                                        layer.spec.inputs);
  const Batch skip = weights.rightCols(networks.encoder.inputs());
  EXPECT_LT((skip * skip.transpose() - Eigen::Matrix3f::Identity()).norm(), 1e-4F);
  EXPECT_EQ(weights.leftCols(10).norm(), 0.0F) << "the hidden layers start with no say";
}

INSTANTIATE_TEST_SUITE_P(EveryForm, SkipStarts,
                         testing::Values(kernels::RotationForm::kQuaternion,
                                         kernels::RotationForm::kSixD),
                         [](const auto& info) {
                           return info.param == kernels::RotationForm::kSixD ? "Six" : "Quaternion";
                         });

}  // namespace
}  // namespace poseaae
