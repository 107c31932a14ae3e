#include "poseaae/attributes/learn.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "samples.hpp"
#include "support/shared.hpp"

namespace poseaae::attributes {
namespace {

using test::Planted;

LearnOptions quick(LabellingOptions labels) {
  LearnOptions options;
  options.labels = std::move(labels);
  options.shuffles = 20;
  options.vector_shuffles = 6;
  return options;
}

/// Attributes learned from planted styles.
struct Learned {
  dataset::PoseDataset data = Planted::data(Planted::balanced(5));
  codec::PoseAutoencoder model = Planted::model(data);
  latent::AttributeSet set =
      learn(model, data, quick({.attributes = {"style"}, .neutral = "style=normal"}));
};

class LearnTest : public testing::Test {
 protected:
  void SetUp() override {
    static poseaae::test::Shared<Learned> learned;
    data_ = &learned.get().data;
    model_ = &learned.get().model;
    set_ = &learned.get().set;
  }
  const dataset::PoseDataset* data_ = nullptr;
  const codec::PoseAutoencoder* model_ = nullptr;
  const latent::AttributeSet* set_ = nullptr;
};

TEST_F(LearnTest, RecoversThePlantedDirections) {
  ASSERT_THAT(set_->names(), testing::ElementsAre("style=happy", "style=old"));
  // Latents are twice the sines of half the angles: 2 sin 0.3.
  const auto planted = static_cast<float>(2.0 * std::sin(0.5 * Planted::kStyle));
  const Eigen::Vector3f old(planted, 0, 0);
  const Eigen::Vector3f happy(0, planted, 0);
  EXPECT_LT((set_->find("style=old").vector - old).norm(), 0.03F);
  EXPECT_LT((set_->find("style=happy").vector - happy).norm(), 0.03F);
  EXPECT_LT((set_->find("style=old").logistic - old).norm(), 0.12F);
  EXPECT_EQ(set_->find("style=old").clips, 10);
  EXPECT_EQ(set_->find("style=old").poses, 400);
  EXPECT_EQ(set_->find("style=old").neutral_clips, 10);
}

TEST_F(LearnTest, MeasuresWhatItIsWorth) {
  for (const auto& attribute : set_->attributes) {
    const auto& figures = attribute.figures;
    // Planted 0.6 apart with a sway of 0.15: four deviations, Phi(2) = 0.977.
    EXPECT_NEAR(figures.against_neutral.accuracy, 0.977, 0.02) << attribute.name;
    EXPECT_NEAR(figures.against_neutral.null_mean, 0.5, 0.1) << attribute.name;
    EXPECT_NEAR(figures.against_neutral.p, 1.0 / 21.0, 1e-9) << attribute.name;
    EXPECT_NEAR(figures.effect_probe_accuracy, 0.977, 0.02) << attribute.name;
    // Positions are not linear in angles, so neither is a probe of positions: not quite 1.
    EXPECT_GT(figures.spearman.value, 0.9) << attribute.name;
    EXPECT_NEAR(figures.reach.value, 1.0, 0.1) << attribute.name;
    EXPECT_LT(std::abs(figures.reach.null_mean), 0.5) << attribute.name;
    EXPECT_NEAR(figures.content_loss, 0.0, 0.1) << attribute.name;
    EXPECT_GT(figures.beyond_from, 0.5) << attribute.name;
  }
}

TEST_F(LearnTest, OrthogonalAttributesDoNotLeakWhereOthersAreTheMeasure) {
  // Neutral are all others, so that "old" is not also "not happy": the measure sees one label.
  const auto set =
      learn(*model_, *data_, quick({.attributes = {"content=run", "style=old"}, .within = "none"}));
  ASSERT_EQ(set.leakage.rows(), 2);
  EXPECT_NEAR(set.leakage(0, 0), 1.0, 0.15);
  EXPECT_NEAR(set.leakage(1, 1), 1.0, 0.15);
  EXPECT_NEAR(set.leakage(0, 1), 0.0, 0.08);
  EXPECT_NEAR(set.leakage(1, 0), 0.0, 0.08);
  EXPECT_NEAR(set.natural_leakage(1, 0), 0.0, 0.08);
}

TEST_F(LearnTest, LabelsThatMeanNothingAreWorthNothing) {
  // Every clip looks normal, whatever it is called.
  auto clips = Planted::balanced(5);
  for (auto& clip : clips) clip.style = "normal";
  auto data = Planted::data(clips, 5);
  const char* styles[] = {"normal", "old", "happy"};
  for (std::size_t c = 0; c < data.clips.size(); ++c) data.clips[c].tags["style"] = styles[c % 3];
  const auto set =
      learn(*model_, data, quick({.attributes = {"style=old"}, .neutral = "style=normal"}));
  const auto& figures = set.attributes[0].figures;
  EXPECT_NEAR(figures.against_neutral.accuracy, 0.5, 0.08);
  EXPECT_GT(figures.against_neutral.p, 0.05);
  EXPECT_NEAR(figures.effect_probe_accuracy, 0.5, 0.08);
}

TEST_F(LearnTest, DoesNotDependOnTheThreads) {
  auto options = quick({.attributes = {"style=old"}, .neutral = "style=normal"});
  options.threads = 1;
  const auto one = learn(*model_, *data_, options);
  options.threads = 3;
  const auto three = learn(*model_, *data_, options);
  EXPECT_EQ(one.attributes[0].vector, three.attributes[0].vector);
  EXPECT_EQ(one.attributes[0].figures.reach.null_mean, three.attributes[0].figures.reach.null_mean);
  EXPECT_EQ(one.attributes[0].figures.spearman.value, three.attributes[0].figures.spearman.value);
}

TEST_F(LearnTest, CanLeaveOutTheMeasuring) {
  auto options = quick({.attributes = {"style=old"}});
  options.measure = false;
  const auto set = learn(*model_, *data_, options);
  EXPECT_TRUE(std::isnan(set.attributes[0].figures.reach.value));
  EXPECT_EQ(set.leakage.size(), 0);
  EXPECT_TRUE(std::isfinite(set.support_floor));
  const std::string table = format_attributes(set);
  EXPECT_THAT(table, testing::HasSubstr("style=old"));
  EXPECT_THAT(table, testing::Not(testing::HasSubstr("probes")));
  EXPECT_EQ(format_leakage(set), "");
  EXPECT_THAT(format_attributes(*set_), testing::HasSubstr("probes"));
  EXPECT_THAT(format_leakage(*set_), testing::HasSubstr("style=happy"));
}

TEST_F(LearnTest, RefusesOptionsAndPosesThatDoNotFit) {
  auto options = quick({});
  options.strengths = {0.5, 1.0};
  EXPECT_THROW((void)learn(*model_, *data_, options), UsageError);
  options = quick({});
  options.folds = 1;
  EXPECT_THROW((void)learn(*model_, *data_, options), UsageError);
  options.folds = 99;
  try {
    (void)learn(*model_, *data_, options);
    FAIL() << "there are not so many clips";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("folds: expected at most "));
  }
  auto wide = *data_;
  wide.poses = Batch::Zero(data_->size(), 8);
  EXPECT_THROW((void)learn(*model_, wide, quick({})), UsageError);
}

}  // namespace
}  // namespace poseaae::attributes
