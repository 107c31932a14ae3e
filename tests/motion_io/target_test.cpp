// Characters that motion is put on, and clips that follow a skeleton with other joints.
#include "poseaae/motion_io/target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

using poseaae::test::TemporaryFolder;
using ::testing::HasSubstr;

std::filesystem::path shipped(const std::string& name) {
  return poseaae::test::source_dir() / "data" / (name + ".bvh");
}

std::filesystem::path written(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
  return file;
}

TEST(Target, IsTheCharacterOfAFile) {
  const Target target = load_target({shipped("bodies/child_play"), 0, 1}, {});
  EXPECT_EQ(target.name, "child_play");
  EXPECT_EQ(target.character.skeleton.joints(), 22);
  EXPECT_TRUE(target.axes.empty());
}

TEST(JointMapFile, NamesTheSourceOfEachTarget) {
  const TemporaryFolder folder;
  const auto map = load_joint_map(
      written(folder / "map.yaml", "# comment\nHips: pelvis\nTail:\n\"Bip01 Head\": head\n"));
  EXPECT_EQ(map, (retarget::Overrides{{"Hips", "pelvis"}, {"Tail", ""}, {"Bip01 Head", "head"}}));
}

TEST(JointMapFile, ErrorsNameTheLine) {
  const TemporaryFolder folder;
  const auto error = [&](const std::string& text) {
    try {
      (void)load_joint_map(written(folder / "map.yaml", text));
    } catch (const ParseError& problem) {
      return std::string(problem.what());
    }
    return std::string("none");
  };
  EXPECT_THAT(error("Hips: pelvis\nHead: [a, b]\n"), HasSubstr("map.yaml:2:7: expected the name"));
  EXPECT_THAT(error("Hips: a\nHips: b\n"), HasSubstr("map.yaml:2:"));
  EXPECT_THAT(error("- Hips\n"), HasSubstr("expected a mapping from joints of the target"));
  EXPECT_THROW((void)load_joint_map(folder / "none.yaml"), InputError);
}

/// The dance of a shipped clip under the names of another program.
std::filesystem::path renamed(const TemporaryFolder& folder) {
  const Motion motion = read_bvh(shipped("street_step")).motion.slice(100, 160);
  std::vector<std::string> names;
  for (const std::string& name : motion.skeleton().names()) names.push_back("mixamorig_" + name);
  const Skeleton& skeleton = motion.skeleton();
  Motion other({names, skeleton.parents(), skeleton.offsets(), skeleton.end_sites()}, motion.fps(),
               motion.frames());
  std::ranges::copy(motion.rotations(), other.rotations().begin());
  std::ranges::copy(motion.root_positions(), other.root_positions().begin());
  write_bvh(folder / "renamed.bvh", other);
  return folder / "renamed.bvh";
}

TEST(RetargetedClips, RetargetsOnRequestAlone) {
  const TemporaryFolder folder;
  const auto file = renamed(folder);
  const Motion expected = read_bvh(shipped("street_step")).motion.slice(100, 160);
  const Standard like{expected.skeleton(), "the model"};
  EXPECT_THROW((void)load_clip({file}, {}, {}, &like), UsageError);
  const Clip clip = load_clip({file}, {.retarget = true}, {}, &like);
  EXPECT_EQ(clip.motion.skeleton().names(), expected.skeleton().names());
  for (int j = 0; j < expected.joints(); ++j) {
    EXPECT_LT(math::angle_between(clip.motion.rotation(30, j), expected.rotation(30, j)), 1e-6);
  }
  ASSERT_FALSE(clip.warnings.empty());
  EXPECT_THAT(clip.warnings.back(), HasSubstr("was retargeted to it"));
}

TEST(RetargetedClips, ClipsOfTheSameJointsAreNotRetargeted) {
  const Motion model = read_bvh(shipped("street_step")).motion;
  const Standard like{model.skeleton(), "the model"};
  const Clip clip = load_clip({shipped("bodies/child_play")}, {.retarget = true}, {}, &like);
  EXPECT_NE(clip.motion.skeleton().offset(7), model.skeleton().offset(7));  // its own lengths
}

}  // namespace
}  // namespace poseaae::mocap
