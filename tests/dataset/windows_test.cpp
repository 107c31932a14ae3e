#include "poseaae/dataset/windows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::dataset {
namespace {

using test::of_lengths;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(WindowStarts, LieInOneClipAndInTheRowsThatAreGiven) {
  const PoseDataset data = of_lengths({6, 5});
  std::vector<int> all(11);
  std::iota(all.begin(), all.end(), 0);
  EXPECT_THAT(window_starts(data, all, 4), ElementsAre(0, 1, 2, 6, 7));
  EXPECT_THAT(window_starts(data, all, 6), ElementsAre(0));
  EXPECT_THAT(window_starts(data, all, 7), IsEmpty());
  const std::vector<int> some{0, 1, 2, 4, 5, 6, 7, 8, 9};  // a gap, and a new clip at 6
  EXPECT_THAT(window_starts(data, some, 3), ElementsAre(0, 6, 7));
  EXPECT_THAT(window_starts(data, some, 2), ElementsAre(0, 1, 4, 6, 7, 8));
}

TEST(WindowStarts, AreSoFarApartWithinAStretch) {
  const PoseDataset data = of_lengths({10, 7});
  std::vector<int> all(17);
  std::iota(all.begin(), all.end(), 0);
  EXPECT_THAT(window_starts(data, all, 4, 3), ElementsAre(0, 3, 6, 10, 13));
}

TEST(WindowFrames, AreThoseOfEachClipByItself) {
  const PoseDataset data = gather(
      {.clips = {(poseaae::test::source_dir() / "data" / "street_step.bvh:0:60").string(),
                 (poseaae::test::source_dir() / "data" / "street_step.bvh:200:270").string()}});
  const codec::PoseFormat format(data.skeleton, codec::RotationForm::kQuaternion, {},
                                 codec::Window{.frames = 8, .hop = 8, .body = 0, .fps = data.fps});
  const Batch frames = frames_of(data, format);
  ASSERT_EQ(frames.rows(), 130);
  for (const Clip& clip : data.clips) {
    const mocap::Motion motion = motion_of(data, clip);
    const Eigen::Index at = 3 * clip.first;
    EXPECT_FLOAT_EQ(motion.root_position(0).x(), data.root_positions[at]);
    EXPECT_EQ(frames.middleRows(clip.first, clip.frames), format.frames_of(motion));
  }
}

}  // namespace
}  // namespace poseaae::dataset
