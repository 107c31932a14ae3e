#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/attributes/learn.hpp"
#include "poseaae/base/error.hpp"
#include "support/window_data.hpp"

/// Attributes learned from windows of 16 frames every 12.
namespace poseaae::attributes {
namespace {

/// The mean of the encodings of some walkers' windows: 9 of 120 frames each.
Eigen::VectorXf mean_of(const codec::PoseAutoencoder& model, std::size_t first, std::size_t last) {
  const auto motions = test::walkers();
  Eigen::VectorXf sum = Eigen::VectorXf::Zero(model.latent_dim());
  for (std::size_t i = first; i < last; ++i) {
    const Batch latents = model.encode(model.format().rows_of(motions[i]).topRows(9));
    sum += latents.colwise().mean().transpose();
  }
  return sum / static_cast<float>(last - first);
}

TEST(AttributesOfWindows, AreDifferencesOfTheirPoints) {
  const auto model = test::window_model();
  const auto data = test::window_data();
  LearnOptions options;
  options.labels = {.attributes = {"speed=fast"}, .neutral = "speed=slow"};
  options.folds = 3;
  options.shuffles = 2;
  options.vector_shuffles = 1;
  options.max_poses = 100;
  const auto set = learn(model, data, options);
  EXPECT_EQ(set.data, "81 windows of 9 clips");
  const auto& fast = set.find("speed=fast");
  EXPECT_EQ(fast.poses, 27);
  const Eigen::VectorXf wanted = mean_of(model, 6, 9) - mean_of(model, 0, 3);
  EXPECT_LT((fast.vector - wanted).norm(), 0.02F * wanted.norm());
  EXPECT_NEAR(fast.tempo, 1.0, 0.3) << "all take two steps a second";
  EXPECT_GT(fast.figures.against_neutral.accuracy, 0.9);
  EXPECT_FALSE(std::isnan(fast.figures.spearman.value)) << "measured on decoded poses";
}

TEST(AttributesOfWindows, TakeTheLabelsOfTheFramesInTheirMiddle) {
  LearnOptions options;
  options.labels.attributes = {"time"};
  options.measure = false;
  const auto set = learn(test::window_model(), test::window_data(), options);
  // Middles 8, 20, .. 104 of each clip: a third of the windows is late, a third early.
  EXPECT_EQ(set.find("time").poses, 27);
  EXPECT_EQ(set.find("time").neutral_poses, 27);
}

TEST(AttributesOfWindows, AreRefusedWhereHeadingsAreLost) {
  auto data = test::window_data();
  data.clip_options.root_rotation = mocap::RootRotation::kRemove;
  EXPECT_THROW((void)learn(test::window_model(), data), UsageError);
}

}  // namespace
}  // namespace poseaae::attributes
