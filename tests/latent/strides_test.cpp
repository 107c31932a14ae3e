#include "poseaae/latent/strides.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/decode.hpp"
#include "samples.hpp"
#include "support/strider.hpp"

namespace poseaae::latent {
namespace {

constexpr double kFps = 30.0;

/// Straight on at 1 m/s for four seconds.
RootPath straight() {
  return footing::root_path_of(poseaae::test::stride(poseaae::test::walking(1.0, 0.0), kFps, 121));
}

/// Strides at a speed in metres a second.
Batch strides_at(double speed) {
  Batch strides(121, 1);
  for (int t = 0; t < 121; ++t) strides(t, 0) = static_cast<float>(speed * t / kFps);
  return strides;
}

double length(const RootPath& root) {
  const auto a = footing::place_of(root, 0);
  const auto b = footing::place_of(root, root.frames() - 1);
  return std::hypot(b.x - a.x, b.z - a.z);
}

TEST(Strides, AreAsLongAsTheWayOfTheFeet) {
  const auto found =
      strides_of(poseaae::test::stride(poseaae::test::walking(1.2, 0.0), kFps, 151), false);
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->rows(), 151);
  EXPECT_NEAR((*found)(150, 0), 6.0, 0.15);
  EXPECT_FALSE(strides_of(mocap::Motion(test::leg(), kFps, 10), false).has_value());
}

/// s = (v' + 0.05) / (v + 0.05), in full from 15 % on, and 1 up to 5 %.
TEST(Strides, MakeTheWayLongerAndShorter) {
  const RootPath root = straight();
  const auto half = restridden(root, strides_at(1.0), strides_at(0.5), kFps);
  ASSERT_TRUE(half.has_value());
  EXPECT_NEAR(length(*half), 4.0 * 0.55 / 1.05, 1e-3);
  const auto longer = restridden(root, strides_at(1.0), strides_at(1.4), kFps);
  EXPECT_NEAR(length(longer.value()), 4.0 * 1.45 / 1.05, 1e-3);
  EXPECT_FALSE(restridden(root, strides_at(1.0), strides_at(1.0), kFps).has_value());
  EXPECT_FALSE(restridden(root, strides_at(1.0), strides_at(1.04), kFps).has_value());
  EXPECT_THROW((void)restridden(root, strides_at(1.0), Batch::Zero(3, 1), kFps), UsageError);
}

/// A clip's own poses go its own way, to the last bit.
TEST(Strides, OfUnchangedPosesChangeNothing) {
  const mocap::Motion walk = poseaae::test::stride(poseaae::test::walking(1.2, 0.3), kFps, 90);
  const auto model = test::small_model(0.0F, walk.skeleton());
  LatentPath path = encode(model, walk);
  path.root = footing::root_path_of(walk);
  const LatentPath with = with_strides(model, path);
  ASSERT_TRUE(with.strides.has_value());
  const mocap::Motion a = decode(model, path);
  const mocap::Motion b = decode(model, with);
  for (int t = 0; t < 90; ++t) EXPECT_EQ(a.root_position(t), b.root_position(t)) << t;
}

}  // namespace
}  // namespace poseaae::latent
