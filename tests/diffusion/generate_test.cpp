#include "poseaae/diffusion/generate.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "samples.hpp"

namespace poseaae::diffusion {
namespace {

/// v = 0: samples are the Gaussian of the windows' mean and covariance.
LatentDiffusion silent(int window) {
  DiffusionData data = test::sample_data(window);
  auto layers = data.network.layers();
  for (auto& array : layers.back().arrays) std::fill(array.begin(), array.end(), 0.0F);
  data.network = nn::Network(std::move(layers), data.network.skip());
  return LatentDiffusion(std::move(data));
}

TEST(SamplePoses, OfADenoiserThatKnowsNothingAreTheGaussian) {
  for (const int window : {1, 6}) {
    const LatentDiffusion diffusion = silent(window);
    const auto found =
        codec::LatentStatistics::of(sample_poses(diffusion, 20000, {}, {.steps = 10}, 1));
    const auto& pca = diffusion.code().pca;
    const Eigen::MatrixXd covariance = pca.decode * pca.decode.transpose();
    const Eigen::Index middle = window / 2 * 2;
    EXPECT_LT((found.covariance - covariance.block(middle, middle, 2, 2)).norm(), 0.06);
    EXPECT_LT((found.mean - pca.mean.segment(middle, 2)).norm(), 0.04);
  }
}

TEST(SamplePoses, FollowTheSeed) {
  const LatentDiffusion diffusion(test::sample_data(1));
  const auto sample = [&](std::uint64_t seed, double eta) {
    return sample_poses(diffusion, 5, {1, 2.0}, {.eta = eta}, seed);
  };
  EXPECT_EQ(sample(1, 0.0), sample(1, 0.0));
  EXPECT_EQ(sample(1, 1.0), sample(1, 1.0));
  EXPECT_NE(sample(1, 0.0), sample(2, 0.0));
  EXPECT_NE(sample(1, 0.0), sample(1, 1.0));
  EXPECT_EQ(sample(1, 0.0).rows(), 5);
  EXPECT_EQ(sample(1, 0.0).cols(), 2);
  EXPECT_THROW((void)sample_poses(diffusion, 0, {}, {}, 1), UsageError);
}

TEST(SampleMotion, IsAsLongAsAskedFor) {
  const LatentDiffusion diffusion(test::sample_data(6));
  for (const int frames : {6, 7, 50}) {
    const LatentPath path = sample_motion(diffusion, frames, {}, {}, 1);
    EXPECT_EQ(path.frames(), frames);
    EXPECT_EQ(path.dim(), 2);
    EXPECT_EQ(path.fps, 30.0);
    EXPECT_TRUE(path.points.allFinite());
  }
  EXPECT_THROW((void)sample_motion(diffusion, 5, {}, {}, 1), UsageError);
  EXPECT_THROW((void)sample_motion(LatentDiffusion(test::sample_data(1)), 50, {}, {}, 1),
               UsageError);
}

TEST(SampleMotion, DoesNotDependOnWhatIsMadeBesideIt) {
  const LatentDiffusion diffusion(test::sample_data(6));
  for (const double eta : {0.0, 1.0}) {
    const auto many = sample_motions(diffusion, 3, 30, {}, {.eta = eta}, 5);
    ASSERT_EQ(many.size(), 3U);
    const LatentPath last = sample_motion(diffusion, 30, {}, {.eta = eta}, 7);
    EXPECT_TRUE(many[2].points.isApprox(last.points, 1e-4F));
    EXPECT_FALSE(many[0].points.isApprox(last.points, 1e-1F));
  }
}

TEST(SampleMotion, GoesOnFromWhatIsKnown) {
  // The first window by itself and with another that begins halfway through it.
  const LatentDiffusion diffusion(test::sample_data(6));
  double off = 0.0;
  double spread = 0.0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Batch alone = sample_motion(diffusion, 6, {}, {}, seed).points;
    const Batch both = sample_motion(diffusion, 9, {}, {}, seed).points;
    EXPECT_TRUE(both.topRows(3).isApprox(alone.topRows(3), 1e-4F));
    off += (both.middleRows(3, 3) - alone.bottomRows(3)).squaredNorm();
    spread += alone.bottomRows(3).squaredNorm();
  }
  EXPECT_LT(off, 0.01 * spread);
}

TEST(SampleMotion, OfWindowsThatOverlapIsAsSmoothAsTheyAre) {
  // Where one window ends and another begins steps are at most half longer than elsewhere, though
  // this denoiser has no idea of how the known frames go on.
  const LatentDiffusion diffusion = silent(6);
  double at_joints = 0.0;
  double elsewhere = 0.0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Batch points = sample_motion(diffusion, 120, {}, {}, seed).points;
    for (int t = 6; t + 6 < 120; ++t) {
      const double step = (points.row(t) - points.row(t - 1)).squaredNorm();
      (t % 3 == 0 ? at_joints : elsewhere) += step * (t % 3 == 0 ? 2.0 : 1.0);
    }
  }
  EXPECT_LT(at_joints, 1.5 * 1.5 * elsewhere);
  const Batch real = test::smooth_path(8, 400).points;
  const double real_step = (real.bottomRows(399) - real.topRows(399)).squaredNorm() / 399.0;
  EXPECT_LT((at_joints + elsewhere) / (20 * 108 * 4.0 / 3.0), 2.0 * real_step);
}

}  // namespace
}  // namespace poseaae::diffusion
