#include "attributes/directions.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::attributes {
namespace {

Batch normal_rows(int count, int width, std::uint64_t seed) {
  Batch rows(count, width);
  Random random(seed);
  random.fill_normal({rows.data(), static_cast<std::size_t>(rows.size())});
  return rows;
}

Contrast all_of(const metrics::Labels& labels, std::vector<int> content = {}) {
  Contrast contrast{{}, labels, std::move(content)};
  for (int i = 0; i < static_cast<int>(labels.size()); ++i) contrast.rows.push_back(i);
  return contrast;
}

TEST(MeanDifferenceTest, IsThatOfTheMeansByHand) {
  Batch latents(4, 2);
  latents << 1, 0, 3, 4, 10, 10, 0, 2;
  const Contrast contrast{{0, 1, 3}, {1, 1, 0}, {}};
  EXPECT_EQ(mean_difference(latents, contrast), Eigen::Vector2d(2 - 0, 2 - 2));
  EXPECT_THROW((void)mean_difference(latents, {{0, 1}, {1, 1}, {}}), UsageError);
}

TEST(MeanDifferenceTest, DoesNotTakeContentForStyle) {
  // The first latent is the content (0 walks, 5 sits), the second the style (+1). Three of four
  // that have the style sit, one of four neutral ones does.
  Batch latents(8, 2);
  latents << 5, 1, 5, 1, 5, 1, 0, 1,  //
      5, 0, 0, 0, 0, 0, 0, 0;
  const metrics::Labels labels{1, 1, 1, 1, 0, 0, 0, 0};
  const std::vector<int> content{1, 1, 1, 0, 1, 0, 0, 0};
  EXPECT_EQ(mean_difference(latents, all_of(labels)), Eigen::Vector2d(2.5, 1));
  EXPECT_TRUE(mean_difference(latents, all_of(labels, content)).isApprox(Eigen::Vector2d(0, 1)));
}

TEST(MeanDifferenceTest, WeighsContentsByWhatIsKnownOfThem) {
  Batch latents(6, 1);
  latents << 1, 1, 0, 4, 4, 0;  // content 0: 2 and 1 rows, difference 1; content 1: 2 and 1, 4
  const metrics::Labels labels{1, 1, 0, 1, 1, 0};
  EXPECT_DOUBLE_EQ(mean_difference(latents, all_of(labels, {0, 0, 0, 1, 1, 1}))[0], 2.5);
  // No content has both: the plain difference.
  EXPECT_DOUBLE_EQ(mean_difference(latents, all_of(labels, {0, 0, 1, 0, 0, 1}))[0], 2.5);
}

TEST(LogisticDirectionTest, MovesTheProbeAsFarAsTheMeanDifference) {
  Batch latents = normal_rows(600, 3, 1);
  metrics::Labels labels;
  for (int i = 0; i < 600; ++i) {
    labels.push_back(i % 2);
    if (i % 2 == 0) continue;
    latents(i, 0) += 1.0F;
    latents(i, 1) += 0.5F;
  }
  const auto probe = metrics::Logistic::fit(latents, labels);
  const Eigen::VectorXd v = mean_difference(latents, all_of(labels));
  const Eigen::VectorXd w = logistic_direction(probe, v);
  const Eigen::VectorXd gradient = probe.gradient();
  EXPECT_NEAR(gradient.dot(w), gradient.dot(v), 1e-9);
  EXPECT_NEAR(w.normalized().dot(gradient.normalized()), 1.0, 1e-12);
  // The planted direction, by both.
  const Eigen::Vector3d planted = Eigen::Vector3d(1.0, 0.5, 0.0).normalized();
  EXPECT_GT(v.normalized().dot(planted), 0.99);
  EXPECT_GT(w.normalized().dot(planted), 0.99);
  EXPECT_EQ(logistic_direction({.mean = Eigen::Vector3d::Zero(),
                                .deviation = Eigen::Vector3d::Ones(),
                                .weights = Eigen::Vector3d::Zero()},
                               v)
                .norm(),
            0.0);
}

}  // namespace
}  // namespace poseaae::attributes
