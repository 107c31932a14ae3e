#include "poseaae/codec/pose_format.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::codec {
namespace {

mocap::Skeleton arm() {
  return {{"upper", "lower"}, {-1, 0}, {mocap::Vec3::Zero(), mocap::Vec3::UnitX()}};
}

/// A turn of 90 degrees about z, and none.
Batch turned() {
  Batch row(1, 8);
  row << std::sqrt(0.5F), 0, 0, std::sqrt(0.5F), 1, 0, 0, 0;
  return row;
}

TEST(PoseFormat, SaysWhatARowHoldsAndNetworksSee) {
  const PoseFormat format(arm());
  ASSERT_EQ(format.channels().size(), 1U);
  EXPECT_EQ(format.channels()[0].name, "rotations");
  EXPECT_EQ(format.channels()[0].first, 0);
  EXPECT_EQ(format.channels()[0].numbers, 8);
  EXPECT_EQ(format.width(), 8);
  EXPECT_EQ(format.features(), 8);
  EXPECT_EQ(PoseFormat(arm(), RotationForm::kSixD).features(), 12);
}

TEST(PoseFormat, GoesFromAMotionToRowsAndBack) {
  const PoseFormat format(arm());
  const mocap::Motion motion = format.motion_of(turned(), 25.0);
  EXPECT_EQ(motion.fps(), 25.0);
  EXPECT_LT((motion.rotation(0, 0) * mocap::Vec3::UnitX() - mocap::Vec3::UnitY()).norm(), 1e-6);
  EXPECT_TRUE(format.rows_of(motion).isApprox(turned(), 1e-6F));
}

TEST(PoseFormat, SixFeaturesAreTheFirstColumnsOfTheMatrix) {
  const PoseFormat format(arm(), RotationForm::kSixD);
  Batch expected(1, 12);
  expected << 0, 1, 0, -1, 0, 0, 1, 0, 0, 0, 1, 0;
  const Batch features = format.features_of(turned());
  EXPECT_LT((features - expected).cwiseAbs().maxCoeff(), 1e-6F) << features;
  EXPECT_TRUE(format.rows_of_features(2.0F * features).isApprox(turned(), 1e-5F));
}

TEST(PoseFormat, AnyFourNumbersAreARotation) {
  Batch features(1, 8);
  features << 0, 0, 0, 0, 0, -3, 0, 4;
  Batch expected(1, 8);
  expected << 1, 0, 0, 0, 0, -0.6F, 0, 0.8F;
  EXPECT_TRUE(PoseFormat(arm()).rows_of_features(features).isApprox(expected, 1e-6F));
}

TEST(PoseFormat, TheReferenceChoosesTheSign) {
  const PoseFormat format(arm(), RotationForm::kQuaternion, {1, 0, 0, 0, -1, 0, 0, 0});
  Batch expected = turned();
  expected.rightCols(4) *= -1.0F;
  EXPECT_EQ(format.features_of(turned()), expected);
  EXPECT_EQ(format.features_of(-turned()), expected);
  EXPECT_EQ(PoseFormat(arm()).features_of(-turned()), -turned());
  EXPECT_THROW(PoseFormat(arm(), RotationForm::kSixD, {1, 0, 0, 0}), ModelError);
}

TEST(PoseFormat, RefusesWhatIsNotIts) {
  const PoseFormat format(arm());
  EXPECT_NO_THROW(format.require(turned()));
  EXPECT_THROW(format.require(Batch::Zero(1, 12)), UsageError);
  EXPECT_THROW((void)format.features_of(Batch::Zero(1, 4)), UsageError);
  EXPECT_THROW((void)format.motion_of(Batch::Zero(1, 4), 30.0), UsageError);
  EXPECT_NO_THROW(format.require_channels(format.channel_names()));
  EXPECT_THROW(format.require_channels("root_motion rotations"), ModelError);
}

}  // namespace
}  // namespace poseaae::codec
