#include "poseaae/latent/smoothing.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <Eigen/Cholesky>
#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {
namespace {

/// (I + lambda D^T D) x = z, densely, by NumPy's linalg.solve.
TEST(Smooth, IsTheDenseSolutionOfNumPy) {
  Batch z(7, 1);
  z << 1, 4, 2, -1, 0, 5, 3;
  const double half[] = {1.8144957983193277, 2.514705882352941, 1.5859243697478993,
                         0.3697478991596639, 1.035924369747899, 3.014705882352941,
                         3.664495798319328};
  const double hundred[] = {1.4053821936000415, 1.5831342513773048, 1.7568324872185679,
                            1.9465917366740575, 2.1749585104218143, 2.4350134017731384,
                            2.698087418935111};
  for (int t = 0; t < 7; ++t) {
    EXPECT_NEAR(smooth(z, 0.5)(t, 0), half[t], 1e-6);
    EXPECT_NEAR(smooth(z, 100)(t, 0), hundred[t], 1e-6);
  }
}

RC_GTEST_PROP(Smooth, SolvesItsEquation, ()) {
  const int frames = *rc::gen::inRange(1, 60);
  const double lambda = std::pow(10.0, *rc::gen::inRange(-2, 6));
  const Batch z = Batch::Random(frames, 3);
  const Batch x = smooth(z, lambda);
  Eigen::MatrixXd normal = Eigen::MatrixXd::Identity(frames, frames);
  if (frames >= 3) {
    Eigen::MatrixXd d = Eigen::MatrixXd::Zero(frames - 2, frames);
    for (int i = 0; i + 2 < frames; ++i) d.row(i).segment(i, 3) << 1, -2, 1;
    normal += lambda * d.transpose() * d;
  }
  const Eigen::MatrixXd expected = normal.ldlt().solve(z.cast<double>());
  RC_ASSERT((x.cast<double>() - expected).cwiseAbs().maxCoeff() < 1e-5);
}

TEST(Smooth, OfLambdaZeroChangesNothing) {
  const Batch z = Batch::Random(20, 4);
  EXPECT_EQ(smooth(z, 0.0), z);
}

TEST(Smooth, LeavesStraightLinesAsTheyAre) {
  LatentPath line{Batch(200, 2), 30};
  for (int t = 0; t < 200; ++t) line.points.row(t) << 3.0F + 0.5F * t, -1.0F;
  for (const double lambda : {1.0, 1e4, 1e10}) {
    EXPECT_LT((smooth(line, lambda).points - line.points).cwiseAbs().maxCoeff(), 1e-4) << lambda;
  }
  EXPECT_EQ(smooth(line, 5.0).fps, 30);
}

TEST(Smooth, TendsToTheLineOfLeastSquares) {
  const int frames = 50;
  const Batch z = Batch::Random(frames, 1);
  Eigen::MatrixXd basis(frames, 2);
  for (int t = 0; t < frames; ++t) basis.row(t) << 1.0, t;
  const Eigen::VectorXd line =
      basis * (basis.transpose() * basis).ldlt().solve(basis.transpose() * z.cast<double>());
  EXPECT_LT((smooth(z, 1e10).cast<double>() - line).cwiseAbs().maxCoeff(), 1e-4);
}

/// The amplitude of a long swing after smoothing, at a middle crest far from the ends.
double response(double hz, double fps, double lambda) {
  const int frames = 4001;
  Batch z(frames, 1);
  for (int t = 0; t < frames; ++t) {
    z(t, 0) = static_cast<float>(
        std::cos(2.0 * std::numbers::pi * hz * (t - frames / 2) / fps));  // NOLINT
  }
  return smooth(z, lambda)(frames / 2, 0);
}

TEST(LambdaForCutoff, HasTheResponseOfOneOverRootTwoThere) {
  for (const double fps : {30.0, 60.0, 120.0}) {
    for (const double hz : {0.5, 2.0, 6.0, 0.5 * fps}) {
      EXPECT_NEAR(response(hz, fps, lambda_for_cutoff(hz, fps)), std::sqrt(0.5), 1e-4)
          << hz << " of " << fps;
    }
  }
}

TEST(LambdaForCutoff, ResponseFollowsItsFormula) {
  const double lambda = lambda_for_cutoff(2.0, 60.0);
  for (const double hz : {0.5, 1.0, 4.0, 10.0}) {
    const double sine = std::sin(std::numbers::pi * hz / 60.0);
    EXPECT_NEAR(response(hz, 60.0, lambda), 1.0 / (1.0 + 16.0 * lambda * std::pow(sine, 4)), 1e-4);
  }
}

TEST(Smooth, RefusesWhatIsNoStrength) {
  const Batch z = Batch::Random(5, 1);
  for (const double bad : {-1.0, 1e11, std::nan("")}) {
    EXPECT_THROW((void)smooth(z, bad), UsageError);
  }
  for (const double bad : {0.0, -1.0, 0.01, 15.1, std::nan("")}) {
    EXPECT_THROW((void)lambda_for_cutoff(bad, 30.0), UsageError);
  }
  EXPECT_NO_THROW((void)smooth(z, lambda_for_cutoff(0.0125, 30.0)));
}

}  // namespace
}  // namespace poseaae::latent
