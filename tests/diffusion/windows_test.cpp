#include "poseaae/diffusion/windows.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"

namespace poseaae::diffusion {
namespace {

Batch normal(Random& random, Eigen::Index rows, Eigen::Index columns) {
  Batch batch(rows, columns);
  random.fill_normal({batch.data(), static_cast<std::size_t>(batch.size())});
  return batch;
}

TEST(WindowStarts, ReachTheLastFrame) {
  EXPECT_EQ(window_starts(10, 4, 2), (std::vector<int>{0, 2, 4, 6}));
  EXPECT_EQ(window_starts(11, 4, 2), (std::vector<int>{0, 2, 4, 6, 7}));
  EXPECT_EQ(window_starts(4, 4, 2), (std::vector<int>{0}));
  EXPECT_EQ(window_starts(3, 1, 1), (std::vector<int>{0, 1, 2}));
  EXPECT_THROW((void)window_starts(3, 4, 2), UsageError);
  EXPECT_THROW((void)window_starts(9, 4, 5), UsageError);
  EXPECT_THROW((void)window_starts(9, 4, 0), UsageError);
}

TEST(CutWindows, PutsFramesSideBySide) {
  Batch points(4, 2);
  points << 0, 1, 10, 11, 20, 21, 30, 31;
  Batch expected(2, 6);
  expected << 0, 1, 10, 11, 20, 21, 10, 11, 20, 21, 30, 31;
  EXPECT_EQ(cut_windows(points, {0, 1}, 3), expected);
  EXPECT_THROW((void)cut_windows(points, {2}, 3), UsageError);
}

TEST(CrossFade, WeighsByAHat) {
  // Windows of three frames, 0 and 3, one frame later each: hats 1 2 1.
  Batch windows(2, 3);
  windows << 0, 0, 0, 3, 3, 3;
  Batch expected(4, 1);
  expected << 0, 3.0 * 1 / 3, 3.0 * 2 / 3, 3;
  EXPECT_TRUE(cross_fade(windows, {0, 1}, 3, 4).isApprox(expected));
  EXPECT_THROW((void)cross_fade(windows, {0, 1}, 3, 5), UsageError);  // none covers the last
  EXPECT_THROW((void)cross_fade(windows, {0, 2}, 3, 4), UsageError);
}

RC_GTEST_PROP(CrossFade, GivesThePathBack, (std::uint64_t seed)) {
  Random random(seed);
  const int window = 1 + static_cast<int>(random.below(9));
  const int frames = window + static_cast<int>(random.below(30));
  const int stride = 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(window)));
  const Batch points = normal(random, frames, 3);
  const auto starts = window_starts(frames, window, stride);
  RC_ASSERT(cross_fade(cut_windows(points, starts, window), starts, window, frames)
                .isApprox(points, 1e-5F));
}

/// Smooth paths: running means of noise, correlated between latents too.
Batch smooth_windows(Random& random, int count, int window) {
  constexpr int kReach = 6;
  const Batch noise = normal(random, count + window + kReach, 2);
  Batch points(count + window, 2);
  for (int t = 0; t < points.rows(); ++t) {
    points.row(t) = noise.middleRows(t, kReach).colwise().sum();
    points(t, 1) += 0.5F * points(t, 0) + 3.0F;
  }
  return cut_windows(points, window_starts(count + window, window, 1), window);
}

TEST(WindowCode, WhitensAndGoesBack) {
  Random random(1);
  const Batch windows = smooth_windows(random, 3000, 8);
  const WindowCode code = WindowCode::fit(windows, 8, 1.0);
  EXPECT_EQ(code.latents, 2);
  EXPECT_EQ(code.size(), 16);
  const Batch codes = code.encode(windows);
  const auto found = codec::LatentStatistics::of(codes);
  EXPECT_LT(found.mean.cwiseAbs().maxCoeff(), 1e-3);
  EXPECT_LT((found.covariance - Eigen::MatrixXd::Identity(16, 16)).cwiseAbs().maxCoeff(), 1e-2);
  EXPECT_TRUE(code.decode(codes).isApprox(windows, 1e-4F));
}

TEST(WindowCode, KeepsTheShareOfVarianceThatIsAskedFor) {
  Random random(2);
  const Batch windows = smooth_windows(random, 3000, 8);
  const WindowCode all = WindowCode::fit(windows, 8, 1.0);
  const WindowCode most = WindowCode::fit(windows, 8, 0.95);
  EXPECT_LT(most.size(), all.size());
  const double total = all.pca.variances.sum();
  EXPECT_GE(most.pca.variances.sum(), 0.95 * total);
  EXPECT_LT(most.pca.variances.head(most.size() - 1).sum(), 0.95 * total);
  const Batch lost = windows - most.decode(most.encode(windows));
  EXPECT_NEAR(lost.squaredNorm() / 3000.0, total - most.pca.variances.sum(), 1e-2 * total);
}

TEST(WindowCode, LeavesOutWhatDoesNotVary) {
  Random random(3);
  Batch windows = normal(random, 100, 3);
  windows.col(1).setConstant(4.0F);
  const WindowCode code = WindowCode::fit(windows, 1, 1.0);
  EXPECT_EQ(code.size(), 2);
  EXPECT_TRUE(code.decode(code.encode(windows)).isApprox(windows, 1e-4F));
  EXPECT_THROW((void)WindowCode::fit(Batch::Ones(5, 3), 1, 1.0), UsageError);
  EXPECT_THROW((void)WindowCode::fit(windows, 1, 0.0), UsageError);
}

TEST(WindowCode, KeepsNoiseWhite) {
  Random random(4);
  const WindowCode code = WindowCode::fit(smooth_windows(random, 3000, 8), 8, 0.9);
  const Batch codes = code.encode_noise(normal(random, 20000, 16));
  const auto found = codec::LatentStatistics::of(codes);
  const int size = code.size();
  EXPECT_LT(found.mean.cwiseAbs().maxCoeff(), 0.04);
  EXPECT_LT((found.covariance - Eigen::MatrixXd::Identity(size, size)).cwiseAbs().maxCoeff(), 0.06);
}

}  // namespace
}  // namespace poseaae::diffusion
