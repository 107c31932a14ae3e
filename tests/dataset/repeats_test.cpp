#include "poseaae/dataset/repeats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "samples.hpp"

namespace poseaae::dataset {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Five clips of ten poses; the fourth is a copy of the second, under another name.
PoseDataset with_a_copy() {
  PoseDataset data = test::of_lengths({10, 10, 10, 10, 10});
  for (std::size_t i = 0; i < data.clips.size(); ++i) data.clips[i].sha256 = std::to_string(i);
  data.clips[3].sha256 = data.clips[1].sha256;
  data.poses.middleRows(30, 10) = data.poses.middleRows(10, 10).eval();
  return data;
}

/// Whole clips: these are held out, the others learned.
Split holding_out(const PoseDataset& data, const std::vector<int>& clips) {
  Split split{.kind = SplitKind::kClip, .train = {}, .test = {}};
  for (int i = 0; i < static_cast<int>(data.clips.size()); ++i) {
    const bool out = std::find(clips.begin(), clips.end(), i) != clips.end();
    for (int t = 0; t < 10; ++t) (out ? split.test : split.train).push_back(10 * i + t);
  }
  return split;
}

TEST(RepeatedClips, ACopyOnTheOtherSideOfTheSplitIsNamedWithItsOriginal) {
  const PoseDataset data = with_a_copy();
  for (const int held_out : {1, 3}) {
    EXPECT_THAT(repeated_clips(data, holding_out(data, {held_out, 4})),
                ElementsAre(AllOf(HasSubstr("clip b.bvh"), HasSubstr("clip d.bvh"),
                                  HasSubstr("in the training set and in the test set"))));
  }
}

TEST(RepeatedClips, ACopyOnTheSameSideCountsTwice) {
  const PoseDataset data = with_a_copy();
  for (const Split& split : {holding_out(data, {0}), holding_out(data, {1, 3})}) {
    EXPECT_THAT(repeated_clips(data, split),
                ElementsAre(AllOf(HasSubstr("clip b.bvh"), HasSubstr("clip d.bvh"),
                                  HasSubstr("count twice"))));
  }
}

TEST(RepeatedClips, AClipThatIsGivenTwiceIsNamedOnce) {
  PoseDataset data = with_a_copy();
  data.clips[3].source = data.clips[1].source;
  EXPECT_THAT(repeated_clips(data, holding_out(data, {0})),
              ElementsAre(HasSubstr("clip b.bvh: the same file is given twice, ")));
}

TEST(RepeatedClips, InBlocksAndFramesOnlyWhatIsShared) {
  PoseDataset data = with_a_copy();
  Split split = holding_out(data, {});
  split.kind = SplitKind::kFrame;
  split.train = {10, 12, 30, 31};
  split.test = {11, 13, 32};
  EXPECT_THAT(repeated_clips(data, split), ElementsAre(HasSubstr("in the test set")));
  data.poses.middleRows(30, 10) = test::of_lengths({60}).poses.bottomRows(10);
  EXPECT_THAT(repeated_clips(data, split), IsEmpty()) << "other frames of the same file";
}

TEST(RepeatedClips, OtherFilesAndPosesWithoutAFileAreNone) {
  PoseDataset data = with_a_copy();
  data.clips[3].sha256 = "another";
  EXPECT_THAT(repeated_clips(data, holding_out(data, {1})), IsEmpty());
  for (Clip& clip : data.clips) clip.sha256.clear();
  EXPECT_THAT(repeated_clips(data, holding_out(data, {1})), IsEmpty());
}

}  // namespace
}  // namespace poseaae::dataset
