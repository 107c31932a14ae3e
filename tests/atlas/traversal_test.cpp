#include "poseaae/atlas/traversal.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/io/csv.hpp"
#include "samples.hpp"

namespace poseaae::atlas {
namespace {

/// Mean over four joints of the chord that a limb of 1 m draws between half angles atan(a),
/// atan(b).
double chord_cm(double a, double b) {
  const double turn = 2.0 * std::atan(b) - 2.0 * std::atan(a);
  return 100.0 * 2.0 * std::sin(0.5 * std::abs(turn)) / 4.0;
}

TEST(Traversal, GoesFromEndToEndOfEachLatent) {
  const auto model = test::arm_model();
  const Traversal traversal = traverse(model, {.columns = 5, .reach = 2.0, .sorted = false});
  EXPECT_THAT(traversal.steps, testing::ElementsAre(-2.0, -1.0, 0.0, 1.0, 2.0));
  ASSERT_EQ(traversal.rows.size(), 3U);
  for (int d = 0; d < 3; ++d) {
    const auto& row = traversal.rows[static_cast<std::size_t>(d)];
    EXPECT_EQ(row.axis, d);
    EXPECT_EQ(row.label, fmt::format("z{}", d));
    EXPECT_NEAR(row.deviation, (std::vector<double>{1.0, 2.0, 0.5})[static_cast<std::size_t>(d)],
                1e-12);
    for (int k = 0; k < 5; ++k) {
      Eigen::Vector3f expected(0.0F, 0.5F, 0.0F);
      expected[d] += static_cast<float>((k - 2) * row.deviation);
      EXPECT_TRUE(row.latents.row(k).transpose().isApprox(expected, 1e-6F));
    }
  }
}

TEST(Traversal, SaysHowFarTheJointsMove) {
  const Traversal traversal = traverse(test::arm_model(), {.sorted = false});
  EXPECT_NEAR(traversal.rows[0].displacement_cm, chord_cm(-0.75, 0.75), 1e-4);
  EXPECT_NEAR(traversal.rows[1].displacement_cm, chord_cm(0.05 * -5.5, 0.05 * 6.5), 1e-4);
  EXPECT_NEAR(traversal.rows[2].displacement_cm, 0.0, 1e-6);
}

TEST(Traversal, SortsByThatAndKeepsTheFirst) {
  const auto model = test::arm_model();
  const Traversal sorted = traverse(model);
  for (std::size_t i = 1; i < sorted.rows.size(); ++i) {
    EXPECT_GE(sorted.rows[i - 1].displacement_cm, sorted.rows[i].displacement_cm);
  }
  EXPECT_EQ(sorted.rows.back().axis, 2);
  const Traversal first = traverse(model, {.rows = 2});
  ASSERT_EQ(first.rows.size(), 2U);
  EXPECT_EQ(first.rows[1].axis, sorted.rows[1].axis);
}

TEST(Traversal, PrincipalAxesAreThoseOfTheCovariance) {
  const auto model = test::arm_model();
  const Traversal traversal =
      traverse(model, {.axes = TraversalAxes::kPrincipal, .columns = 3, .sorted = false});
  // Eigenvalues of ((1, 0.6), (0.6, 4)) by the quadratic formula, and 0.25 by itself.
  const double root = std::sqrt(1.5 * 1.5 + 0.36);
  const std::vector<double> variances{2.5 + root, 2.5 - root, 0.25};
  for (std::size_t r = 0; r < 3; ++r) {
    const auto& row = traversal.rows[r];
    EXPECT_EQ(row.axis, static_cast<int>(r) + 1);
    EXPECT_NEAR(row.deviation * row.deviation, variances[r], 1e-9);
    const Eigen::RowVectorXf way = row.latents.row(2) - row.latents.row(0);
    EXPECT_NEAR(way.norm(), 6.0 * row.deviation, 1e-4);
    const Eigen::RowVectorXf turned = way * model.latent().covariance.cast<float>();
    EXPECT_TRUE(turned.isApprox(static_cast<float>(variances[r]) * way, 1e-4F));
  }
}

TEST(Traversal, RefusesOptionsThatMakeNoSense) {
  const auto model = test::arm_model();
  EXPECT_THROW((void)traverse(model, {.columns = 1}), UsageError);
  EXPECT_THROW((void)traverse(model, {.reach = 0.0}), UsageError);
  EXPECT_THROW((void)traverse(model, {.rows = -1}), UsageError);
}

TEST(TraversalPicture, HasARowAnAxisWithItsCentimetres) {
  const auto model = test::arm_model();
  const Traversal traversal = traverse(model, {.columns = 5});
  const auto words = test::texts(draw_traversal(model, traversal));
  for (const char* text : {"z0", "z1", "z2", "-3", "-1.5", "mean", "+1.5", "+3", "0.0 cm"}) {
    EXPECT_THAT(words, testing::Contains(text));
  }
  const CsvTable csv = parse_csv(traversal_csv(traversal), "traversal.csv");
  EXPECT_EQ(csv.rows.size(), 3U);
  EXPECT_DOUBLE_EQ(csv.column("displacement_cm")[0], traversal.rows[0].displacement_cm);
}

}  // namespace
}  // namespace poseaae::atlas
