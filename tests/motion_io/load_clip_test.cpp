#include "poseaae/motion_io/load_clip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

using testing::ElementsAre;

class LoadClip : public testing::Test {
 protected:
  LoadClip() {
    const Skeleton skeleton({"a", "b"}, {-1, 0}, {Vec3::Zero(), Vec3::UnitY()}, {});
    Motion motion(skeleton, 60.0, 9);
    for (int t = 0; t < 9; ++t) motion.set_root_position(t, {0.01 * t, 1.0, 0.0});
    write_bvh(folder_ / "a.bvh", motion);
  }

  test::TemporaryFolder folder_;
  ClipReference clip_{folder_ / "a.bvh"};
};

TEST_F(LoadClip, FramesAreThoseOfTheFile) {
  EXPECT_THAT(load_clip({clip_.path, 2, 5}, {}).frames, ElementsAre(2, 3, 4));
  ClipOptions at_30;
  at_30.fps = 30.0;
  const Clip slow = load_clip({clip_.path, 1, 8}, at_30);
  EXPECT_THAT(slow.frames, ElementsAre(1, 3, 5, 7));
  EXPECT_EQ(slow.file_fps, 60.0);
  EXPECT_EQ(slow.motion.frames(), 4);
}

TEST_F(LoadClip, ABufferGivesWhatItsFileGives) {
  const std::string bytes = read_file(clip_.path);
  const Clip file = load_clip(clip_, {});
  const Clip buffer = load_clip({"elsewhere/a.bvh"}, {}, bytes);
  EXPECT_EQ(file.motion.skeleton(), buffer.motion.skeleton());
  EXPECT_THAT(buffer.motion.root_positions(),
              testing::ElementsAreArray(file.motion.root_positions()));
}

TEST_F(LoadClip, ASelectorFollowsTheName) {
  const auto named = ClipReference::parse("takes.bvh#second:3:7");
  EXPECT_EQ(named.path, "takes.bvh");
  EXPECT_EQ(named.selector, "second");
  EXPECT_EQ(named.last, 7);
  EXPECT_EQ(ClipReference::parse("takes#*.bvh").path, "takes#*.bvh");
  EXPECT_THROW((void)load_clip(ClipReference::parse(clip_.path.string() + "#2"), {}), UsageError);
}

TEST_F(LoadClip, AFormatThatIsOnlyWrittenIsSaidAndAnUnknownOneReadAsBvh) {
  const std::string bytes = read_file(clip_.path);
  try {
    (void)load_clip({"a.CSV"}, {}, bytes);
    FAIL() << "a.CSV was read";
  } catch (const UsageError& problem) {
    EXPECT_EQ(problem.what(), "a.CSV: expected a clip (" + clip_kinds() +
                                  "), found a '.csv' file, which is only written");
  }
  EXPECT_EQ(load_clip({"pipe"}, {}, bytes).motion.frames(), load_clip(clip_, {}).motion.frames());
}

TEST_F(LoadClip, AFolderGivesWhatSomeFormatReads) {
  std::filesystem::copy_file(clip_.path, folder_ / "b.BVH");
  std::filesystem::copy_file(clip_.path, folder_ / "c.txt");
  EXPECT_EQ(list_clips(folder_.path().string()).size(), 2U);
}

}  // namespace
}  // namespace poseaae::mocap
