#include "poseaae/atlas/interpolation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/io/csv.hpp"
#include "samples.hpp"

namespace poseaae::atlas {
namespace {

const codec::LatentStatistics kStandard{Eigen::Vector3d::Zero(), Eigen::Matrix3d::Identity()};

// Two orthogonal latents of length 2 in N(0, I): the line's middle is at sqrt 2, the arc stays
// at 2.
TEST(InterpolationComparison, LineDipsAndArcDoesNot) {
  const auto ways = compare_interpolations(kStandard, Eigen::Vector3f(2, 0, 0),
                                           Eigen::Vector3f(0, 2, 0), 5, 30.0);
  EXPECT_NEAR(ways.line_norms[2], std::numbers::sqrt2, 1e-6);
  for (int t = 0; t < 5; ++t) {
    EXPECT_NEAR(ways.arc_norms[t], 2.0, 1e-6);
    const double angle = 0.5 * std::numbers::pi * t / 4;
    const Eigen::RowVector3f arc(2 * std::cos(angle), 2 * std::sin(angle), 0);
    EXPECT_TRUE(ways.arc.points.row(t).isApprox(arc, 1e-5F)) << t;
    const Eigen::RowVector3f line(2 - 0.5F * t, 0.5F * t, 0);
    EXPECT_TRUE(ways.line.points.row(t).isApprox(line, 1e-5F)) << t;
  }
  EXPECT_DOUBLE_EQ(ways.shell, std::sqrt(3.0));
}

TEST(InterpolationComparison, TurnsAboutTheMeanOfTheModel) {
  const auto model = test::arm_model();
  const Eigen::Vector3f a(1.5F, 3.0F, 0.2F), b(-0.5F, -2.0F, 0.6F);
  const auto ways = compare_interpolations(model.latent(), a, b, 7, 30.0);
  EXPECT_TRUE(ways.line.points.row(0).transpose().isApprox(a, 1e-5F));
  EXPECT_TRUE(ways.arc.points.row(6).transpose().isApprox(b, 1e-5F));
  EXPECT_TRUE(ways.line.points.row(3).transpose().isApprox(0.5F * (a + b), 1e-5F));
  // Norms by the covariance itself: e' e = (z - m)' C^-1 (z - m).
  for (int t = 0; t < 7; ++t) {
    const Eigen::VectorXd d =
        ways.arc.points.row(t).transpose().cast<double>() - model.latent().mean;
    const double norm = std::sqrt(d.dot(model.latent().covariance.inverse() * d));
    EXPECT_NEAR(ways.arc_norms[t], norm, 1e-4);
  }
}

TEST(InterpolationPicture, HasTwoRowsWithNormsAndTheShell) {
  const auto model = test::arm_model();
  const auto ways = compare_interpolations(model.latent(), Eigen::Vector3f(1, 2, 0),
                                           Eigen::Vector3f(-1, 3, 0.5F), 21, 30.0);
  const auto words = test::texts(draw_interpolation(model, ways, 5));
  EXPECT_THAT(words, testing::Contains("straight line"));
  EXPECT_THAT(words, testing::Contains("arc"));
  EXPECT_THAT(words, testing::Contains("shell, sqrt(3) = 1.73"));
  EXPECT_EQ(std::count_if(words.begin(), words.end(),
                          [](const auto& text) { return text.starts_with("|e| = "); }),
            10);
  const CsvTable csv = parse_csv(interpolation_csv(ways), "ways.csv");
  ASSERT_EQ(csv.rows.size(), 21U);
  EXPECT_DOUBLE_EQ(csv.column("t")[10], 0.5);
  EXPECT_DOUBLE_EQ(csv.column("line_norm")[10], ways.line_norms[10]);
}

TEST(InterpolationFilm, ShowsBothSideBySide) {
  const auto model = test::arm_model();
  const auto ways = compare_interpolations(model.latent(), Eigen::Vector3f(1, 2, 0),
                                           Eigen::Vector3f(-1, 3, 0.5F), 12, 25.0);
  const auto film = interpolation_film(model, ways);
  ASSERT_EQ(film.panels().size(), 2U);
  EXPECT_EQ(film.frames(), 12);
  EXPECT_EQ(film.fps(), 25.0);
}

TEST(InterpolationComparison, RefusesWhatDoesNotFit) {
  const auto model = test::arm_model();
  const Eigen::VectorXf a = Eigen::VectorXf::Ones(3), other = Eigen::VectorXf::Ones(4);
  EXPECT_THROW((void)compare_interpolations(model.latent(), a, a, 1, 30.0), UsageError);
  EXPECT_THROW((void)compare_interpolations(model.latent(), a, other, 5, 30.0), UsageError);
  EXPECT_THROW((void)compare_interpolations(model.latent(), other, other, 5, 30.0), UsageError);
  const auto ways = compare_interpolations(model.latent(), a, 2 * a, 5, 30.0);
  EXPECT_THROW((void)draw_interpolation(model, ways, 1), UsageError);
}

}  // namespace
}  // namespace poseaae::atlas
