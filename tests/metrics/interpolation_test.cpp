#include "poseaae/metrics/interpolation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::metrics {
namespace {

/// One joint on a path of `steps` points x(t), y(t), t in [0, 1].
template <typename Curve>
Batch path(int steps, Curve curve) {
  Batch points = Batch::Zero(steps, 3);
  for (int s = 0; s < steps; ++s) {
    const auto [x, y] = curve(static_cast<double>(s) / (steps - 1));
    points(s, 0) = static_cast<float>(x);
    points(s, 1) = static_cast<float>(y);
  }
  return points;
}

TEST(PathQualityTest, StraightAndEvenIsOneAndZero) {
  const auto quality = path_quality(path(9, [](double t) { return std::pair{2 * t, t}; }), 9);
  EXPECT_NEAR(quality.mean_length_ratio(), 1.0, 1e-6);
  EXPECT_NEAR(quality.mean_speed_variation(), 0.0, 1e-6);
}

TEST(PathQualityTest, HalfACircleIsPiOverTwo) {
  const auto quality = path_quality(path(400,
                                         [](double t) {
                                           const double angle = std::numbers::pi * t;
                                           return std::pair{std::cos(angle), std::sin(angle)};
                                         }),
                                    400);
  EXPECT_NEAR(quality.mean_length_ratio(), std::numbers::pi / 2, 1e-4);
}

TEST(PathQualityTest, StepsOfOneAndFiveVaryByTwoThirds) {
  Batch points = Batch::Zero(6, 6);  // two paths of three steps, two joints
  points.col(0) << 0, 1, 6, 0, 3, 6;
  points.col(3) = points.col(0);
  const auto quality = path_quality(points, 3);
  EXPECT_NEAR(quality.speed_variation[0], 2.0 / 3, 1e-7);
  EXPECT_NEAR(quality.speed_variation[1], 0.0, 1e-7);
  EXPECT_NEAR(quality.mean_speed_variation(), 1.0 / 3, 1e-7);
}

TEST(PathQualityTest, APathThatComesBackHasNoRatio) {
  Batch points = Batch::Zero(6, 3);
  points.col(0) << 0, 1, 0, 0, 1, 2;
  const auto quality = path_quality(points, 3);
  EXPECT_TRUE(std::isnan(quality.length_ratio[0]));
  EXPECT_NEAR(quality.mean_length_ratio(), 1.0, 1e-7);
  EXPECT_TRUE(std::isnan(path_quality(points.topRows(3), 3).mean_length_ratio()));
}

TEST(PathQualityTest, RefusesWhatIsNoPath) {
  EXPECT_THROW((void)path_quality(Batch::Zero(7, 3), 3), UsageError);
  EXPECT_THROW((void)path_quality(Batch::Zero(4, 3), 2), UsageError);
  EXPECT_THROW((void)path_quality(Batch::Zero(6, 4), 3), UsageError);
}

TEST(PerceptualPathLengthTest, OfALinearDecoderIsTheStretchOfItsDirection) {
  Eigen::Matrix<float, 6, 2> map;  // two joints; |A e_1|^2 = 9 + 16, |A e_2|^2 = 4
  map << 3, 0, 0, 2, 0, 0, 0, 0, 4, 0, 0, 0;
  const DecodePoints decode = [&](const Batch& z) { return Batch(z * map.transpose()); };
  const Batch latents = test::normal_rows(3, 2);
  Batch along(3, 2);
  along << 7, 0, 0, 0.1F, 0, 0;  // any length; the last has none
  EXPECT_NEAR(perceptual_path_length(decode, latents, along), (25.0 + 4.0) / 2 / 2, 1e-3);
  EXPECT_THROW((void)perceptual_path_length(decode, latents, Batch::Zero(3, 2)), UsageError);
  EXPECT_THROW((void)perceptual_path_length(decode, latents, Batch::Ones(2, 2)), UsageError);
}

}  // namespace
}  // namespace poseaae::metrics
