#include "poseaae/metrics/inbetween.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"

// Expected values are worked out by hand from the definitions in the header.
namespace poseaae::metrics {
namespace {

Sequence column(std::initializer_list<double> values) {
  Sequence rows(static_cast<Eigen::Index>(values.size()), 1);
  Eigen::Index t = 0;
  for (const double value : values) rows(t++, 0) = value;
  return rows;
}

TEST(InbetweenTest, ADistanceIsTheNormOverAFrameAndTheMeanOverFrames) {
  Sequence truth(2, 2);
  truth << 0, 0, 1, 1;
  Sequence filled(2, 2);
  filled << 3, 4, 1, 1;
  EXPECT_DOUBLE_EQ(mean_frame_distance(truth, filled), 2.5);
  EXPECT_DOUBLE_EQ(mean_frame_distance(truth, truth), 0.0);
  EXPECT_THROW((void)mean_frame_distance(truth, column({1, 2})), UsageError);
  EXPECT_THROW((void)mean_frame_distance(Sequence(0, 2), Sequence(0, 2)), UsageError);
}

TEST(InbetweenTest, StatisticsAreThoseOfAllRowsDividedByTheirNumber) {
  Sequence first(2, 2);
  first << 1, 7, 3, 7;
  Sequence second(1, 2);
  second << 5, 7;
  FeatureScale scale;
  scale.add(first);
  scale.add(second);
  EXPECT_DOUBLE_EQ(scale.rows(), 3.0);
  EXPECT_DOUBLE_EQ(scale.mean()[0], 3.0);
  EXPECT_DOUBLE_EQ(scale.deviation()[0], std::sqrt(8.0 / 3.0));
  // (5 - 3) / sqrt(8 / 3), and 0 for what never varied.
  EXPECT_DOUBLE_EQ(scale.normalised(second)(0, 0), std::sqrt(1.5));
  EXPECT_EQ(scale.normalised(first.array() + 1.0)(0, 1), 0.0);
  EXPECT_THROW(scale.add(column({1})), UsageError);
  EXPECT_THROW((void)scale.normalised(column({1})), UsageError);
}

TEST(InbetweenTest, StatisticsOfPartsAreThoseOfTheWhole) {
  FeatureScale whole;
  whole.add(column({2, 4, 4, 10}));
  FeatureScale one;
  one.add(column({2}));
  FeatureScale rest;
  rest.add(column({4, 4, 10}));
  one.add(FeatureScale{});
  one.add(rest);
  EXPECT_DOUBLE_EQ(one.mean()[0], whole.mean()[0]);
  EXPECT_DOUBLE_EQ(one.deviation()[0], 3.0);  // (9 + 1 + 1 + 25) / 4 = 9
  EXPECT_DOUBLE_EQ(whole.deviation()[0], 3.0);
}

TEST(InbetweenTest, SpectraAreComparedByTheirCumulatedPower) {
  // X = (4, -2): powers 16 and 4, cumulated 0.8 and 1; of the constant 1 and 1.
  const auto one = spectrum_distance(column({1, 3}), column({2, 2}));
  EXPECT_DOUBLE_EQ(one.power, 20.0);
  EXPECT_DOUBLE_EQ(one.weighted, 20.0 * 0.2);
  // X = (1, 1) and (0, 2): cumulated 0.5, 1 and 0, 1. Features weigh by the truth's power.
  Sequence truth(2, 2);
  truth << 1, 1, 3, 0;
  Sequence filled(2, 2);
  filled << 2, 1, 2, -1;
  const auto both = spectrum_distance(truth, filled);
  EXPECT_DOUBLE_EQ(both.power, 22.0);
  EXPECT_DOUBLE_EQ(both.weighted, 20.0 * 0.2 + 2.0 * 0.5);
}

TEST(InbetweenTest, TheSpectrumHasAllFrequenciesUpToTheRateItself) {
  // X = (0, 2, 0, 2): cumulated 0, 0.5, 0.5, 1, of the constant 1 throughout.
  const auto found = spectrum_distance(column({1, 0, -1, 0}), column({1, 1, 1, 1}));
  EXPECT_DOUBLE_EQ(found.power, 8.0);
  EXPECT_NEAR(found.weighted, 8.0 * 2.0, 1e-12);
}

TEST(InbetweenTest, OnlyTheRealPartOfTheTransformCounts) {
  EXPECT_NEAR(spectrum_distance(column({0, 1, 0, -1}), column({1, 2, 3, 4})).power, 0.0, 1e-15);
  // X = (2, 0, -2, 0), where |X| is 2 throughout and its squares add up to 16.
  EXPECT_NEAR(spectrum_distance(column({0, 2, 0, 0}), column({1, 2, 3, 4})).power, 8.0, 1e-12);
}

TEST(InbetweenTest, ASequenceOfZerosHasTheSpectrumOfAConstant) {
  const auto zeros = spectrum_distance(column({1, 3}), column({0, 0}));
  EXPECT_DOUBLE_EQ(zeros.weighted, 20.0 * 0.2);
  EXPECT_EQ(spectrum_distance(column({0, 0}), column({1, 3})).weighted, 0.0);
}

TEST(InbetweenTest, WorldRotationsAreProductsWithTheirSigns) {
  using mocap::Vec3;
  mocap::Motion motion(mocap::Skeleton({"a", "b"}, {-1, 0}, {Vec3(0, 1, 0), Vec3(0, 0.5, 0)}), 30.0,
                       1);
  const double r = std::sqrt(0.5);
  motion.set_rotation(0, 0, {-r, 0, 0, -r});  // a quarter turn about z, the other sign
  motion.set_rotation(0, 1, {r, 0, 0, r});
  const Sequence rotations = world_rotations(motion);
  ASSERT_EQ(rotations.cols(), 8);
  const double expected[] = {-r, 0, 0, -r, 0, 0, 0, -1};
  for (int d = 0; d < 8; ++d) EXPECT_NEAR(rotations(0, d), expected[d], 1e-15) << d;
  const Sequence positions = world_positions(motion);
  const double places[] = {0, 1, 0, -0.5, 1, 0};
  for (int d = 0; d < 6; ++d) EXPECT_NEAR(positions(0, d), places[d], 1e-15) << d;
}

}  // namespace
}  // namespace poseaae::metrics
