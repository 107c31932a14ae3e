#include "poseaae/diffusion/corpus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"

namespace poseaae::diffusion {
namespace {

/// Two clips of 4 and 3 poses of one joint.
dataset::PoseDataset two_clips() {
  dataset::PoseDataset data{.skeleton = mocap::Skeleton({"root"}, {-1}, {mocap::Vec3::Zero()}),
                            .fps = 25.0,
                            .clip_options = {},
                            .poses = Batch::Zero(7, 4),
                            .root_positions = {},
                            .clips = {{"walk_old", "", "", 0, 4, {{"style", "old"}}},
                                      {"walk_happy", "", "", 4, 3, {{"style", "happy"}}}},
                            .labels = {}};
  for (int i = 0; i < 7; ++i) {
    const float turn = 0.1F * static_cast<float>(i);
    data.poses.row(i) << std::cos(turn), std::sin(turn), 0.0F, 0.0F;
  }
  return data;
}

codec::PoseAutoencoder tiny_model(const dataset::PoseDataset& data) {
  using nn::Activation;
  Random random(1);
  const std::vector<int> in{4, 2};
  const std::vector<int> out{2, 4};
  codec::ModelData facts{
      .format = codec::PoseFormat(data.skeleton),
      .encoder = nn::Network(nn::make_mlp(in, Activation::kLinear, Activation::kLinear), random),
      .decoder = nn::Network(nn::make_mlp(out, Activation::kLinear, Activation::kLinear), random),
      .latent = codec::LatentStatistics::of(Batch::Random(9, 2)),
      .clip_options = {},
      .fps = 25.0,
      .config = "",
      .provenance = {}};
  return codec::PoseAutoencoder(std::move(facts));
}

TEST(Stretches, EndWhereRowsOrClipsDo) {
  const auto stretches = stretches_of(two_clips(), {0, 1, 3, 4, 5, 6});
  ASSERT_EQ(stretches.size(), 3U);
  const auto is = [](const Stretch& s, int clip, int first, int frames) {
    return s.clip == clip && s.first == first && s.frames == frames;
  };
  EXPECT_TRUE(is(stretches[0], 0, 0, 2));
  EXPECT_TRUE(is(stretches[1], 0, 3, 1));
  EXPECT_TRUE(is(stretches[2], 1, 4, 3));
}

TEST(Labels, AreTheValuesInOrder) {
  const LabelSet labels = labels_of(two_clips(), "style");
  EXPECT_EQ(labels.key, "style");
  EXPECT_THAT(labels.values, testing::ElementsAre("happy", "old"));
  EXPECT_TRUE(labels_of(two_clips(), "").values.empty());
  try {
    (void)labels_of(two_clips(), "mood");
    FAIL() << "expected an error";
  } catch (const UsageError& problem) {
    EXPECT_THAT(problem.what(), testing::HasSubstr("style"));
  }
}

TEST(EncodeCorpus, EncodesEachStretchWithItsLabel) {
  const auto data = two_clips();
  const auto model = tiny_model(data);
  const Corpus corpus = encode_corpus(model, data, {0, 1, 4, 5, 6}, labels_of(data, "style"));
  ASSERT_EQ(corpus.paths.size(), 2U);
  EXPECT_THAT(corpus.path_labels, testing::ElementsAre(1, 0));
  EXPECT_TRUE(corpus.paths[1].points.isApprox(model.encode(data.poses.middleRows(4, 3))));
  EXPECT_EQ(corpus.paths[0].fps, 25.0);
  const Corpus plain = encode_corpus(model, data, {0, 1}, {});
  EXPECT_THAT(plain.path_labels, testing::ElementsAre(LabelSet::kNone));
}

}  // namespace
}  // namespace poseaae::diffusion
