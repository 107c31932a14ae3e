#include "poseaae/atlas/shell.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "samples.hpp"

namespace poseaae::atlas {
namespace {

// mpmath 1.2 with 30 digits: sqrt(2) gamma((Z + 1) / 2) / gamma(Z / 2), its quotient by sqrt(2),
// and gammainc(Z / 2, 0, midpoint^2 / 2, regularized=True).
TEST(Shell, HasTheNumbersOfMpmath) {
  struct Golden {
    int dim;
    double mean, deviation, midpoint, probability;
  };
  for (const Golden& g :
       {Golden{1, 0.797884560803, 0.602810274989, 0.564189583548, 0.4273748839},
        Golden{2, 1.25331413732, 0.655136377562, 0.886226925453, 0.3247680933},
        Golden{8, 2.74162467538, 0.695337428419, 1.93862139943, 0.121750484},
        Golden{16, 3.93802562189, 0.701394469153, 2.78460462172, 0.0441460635},
        Golden{64, 7.968812222, 0.705713660436, 5.63480116018, 0.0002420057629},
        Golden{128, 11.2916332015, 0.706413223094, 7.98439040748, 3.643505245e-7},
        Golden{512, 22.6163711585, 0.706933958195, 15.992189412, 1.464406057e-23}}) {
    const Shell shell = Shell::of(g.dim);
    EXPECT_DOUBLE_EQ(shell.radius, std::sqrt(g.dim));
    EXPECT_NEAR(shell.mean_norm, g.mean, 1e-10 * g.dim);
    EXPECT_NEAR(shell.deviation, g.deviation, 1e-9);
    EXPECT_NEAR(shell.midpoint_norm, g.midpoint, 1e-10 * g.dim);
    EXPECT_NEAR(shell.midpoint_probability / g.probability, 1.0, 1e-8) << g.dim;
  }
  EXPECT_THROW((void)Shell::of(0), UsageError);
}

TEST(Shell, DensityIntegratesToItsMoments) {
  for (const int dim : {1, 2, 8, 128}) {
    const Shell shell = Shell::of(dim);
    double mass = 0.0, mean = 0.0;
    constexpr double kStep = 1e-3;
    for (double r = 0.5 * kStep; r < shell.radius + 8.0; r += kStep) {
      mass += kStep * shell.density(r);
      mean += kStep * r * shell.density(r);
    }
    EXPECT_NEAR(mass, 1.0, 1e-6) << dim;
    EXPECT_NEAR(mean, shell.mean_norm, 1e-5) << dim;
  }
}

// Rayleigh: 1 - exp(-r^2 / 2) = p.
TEST(Shell, QuantilesOfTwoDimensionsAreThoseOfRayleigh) {
  for (const double p : {0.05, 0.5, 0.95}) {
    EXPECT_NEAR(Shell::of(2).quantile(p), std::sqrt(-2.0 * std::log(1.0 - p)), 1e-10);
  }
}

TEST(MeasuredShell, OfAModelsOwnGaussianIsTheTheory) {
  const auto model = test::arm_model();
  const latent::LatentGaussian space(model.latent());
  Random random(4);
  Batch latents(20000, 3);
  for (auto row : latents.rowwise()) row = space.sample(random).cast<float>().transpose();
  const MeasuredShell found = measure_shell(model.latent(), latents);
  const Shell theory = Shell::of(3);
  EXPECT_EQ(found.count, 20000);
  EXPECT_EQ(found.norms.size(), 20000U);
  EXPECT_NEAR(found.mean_norm, theory.mean_norm, 0.02);
  EXPECT_NEAR(found.deviation, theory.deviation, 0.02);
  EXPECT_NEAR(found.midpoint_norm, theory.midpoint_norm, 0.02);
  EXPECT_NEAR(found.midpoint_share, theory.midpoint_probability, 0.02);
}

TEST(MeasuredShell, OfTwoPointsIsTheirOnlyMiddle) {
  const codec::LatentStatistics standard{Eigen::Vector2d::Zero(), Eigen::Matrix2d::Identity()};
  const Batch points = (Batch(2, 2) << 3.0F, 4.0F, 1.0F, 0.0F).finished();
  const MeasuredShell found = measure_shell(standard, points);
  EXPECT_NEAR(found.mean_norm, 3.0, 1e-6);
  EXPECT_NEAR(found.deviation, std::sqrt(8.0), 1e-6);
  EXPECT_NEAR(found.midpoint_norm, std::sqrt(8.0), 1e-6);  // (2, 2)
  EXPECT_DOUBLE_EQ(found.midpoint_share, 0.5);
  EXPECT_THROW((void)measure_shell(standard, points.topRows(1)), UsageError);
}

TEST(ShellTable, HasTheDimensionsAndTheModelsOwn) {
  MeasuredShell measured;
  measured.count = 7;
  measured.mean_norm = 3.3;
  const auto rows = shell_table(12, measured);
  std::vector<int> dims;
  for (const auto& row : rows) {
    dims.push_back(row.theory.dim);
    EXPECT_EQ(row.measured.has_value(), row.theory.dim == 12);
  }
  EXPECT_THAT(dims, testing::ElementsAre(2, 8, 12, 16, 32, 64, 128, 256, 512));
  EXPECT_EQ(shell_table(64, {}).size(), 8U);

  const CsvTable csv = parse_csv(shell_csv(rows), "shell.csv");
  EXPECT_EQ(csv.rows.size(), 9U);
  EXPECT_DOUBLE_EQ(csv.column("midpoint_probability")[2], rows[2].theory.midpoint_probability);
  EXPECT_DOUBLE_EQ(csv.column("measured_mean_norm")[2], 3.3);
  EXPECT_TRUE(std::isnan(csv.column("measured_mean_norm")[3]));
  const std::string text = format_shell_table(rows);
  EXPECT_THAT(text, testing::HasSubstr("1.5e-23"));
  EXPECT_THAT(text, testing::HasSubstr("of 7 encodings"));
}

TEST(ShellPicture, NamesTheDimensions) {
  const auto model = test::arm_model();
  const Batch points = Batch::Random(50, 3);
  const auto picture = draw_shell(shell_table(3, measure_shell(model.latent(), points)));
  const auto words = test::texts(picture);
  EXPECT_THAT(words, testing::Contains("Z = 3"));
  EXPECT_THAT(words, testing::Contains("middle of a straight line"));
  EXPECT_THAT(words, testing::Contains("|e| of the encodings"));
}

}  // namespace
}  // namespace poseaae::atlas
