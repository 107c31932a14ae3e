#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "mocap/bodies.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/io/file_kind.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::dataset {
namespace {

using test::small_motion;
using test::turn_of;

class Gather : public testing::Test {
 protected:
  void write(const std::string& name, const mocap::Motion& motion) {
    mocap::write_bvh(folder_ / name, motion);
  }
  std::string at(const std::string& name) { return (folder_ / name).string(); }
  PoseDataset gathered(const DatasetOptions& options) {
    PoseDataset data = gather(options);
    warnings_ = data.warnings;
    return data;
  }
  template <typename Expected>
  std::string refusal(const DatasetOptions& options) {
    try {
      (void)gathered(options);
    } catch (const Expected& error) {
      return error.what();
    }
    return "nothing thrown";
  }
  poseaae::test::TemporaryFolder folder_;
  std::vector<std::string> warnings_;
};

TEST_F(Gather, AFolderGivesItsClipsOneAfterAnother) {
  write("b.bvh", small_motion(5, 30.0, 1.0));
  write("a.bvh", small_motion(7));
  const auto data = gathered({.clips = {folder_.path().string()}});
  EXPECT_TRUE(warnings_.empty()) << warnings_[0];
  ASSERT_EQ(data.clips.size(), 2U);
  EXPECT_EQ(data.clips[0].name, "a");
  EXPECT_EQ(data.clips[0].source, at("a.bvh"));
  EXPECT_EQ(data.clips[0].sha256, sha256_of_file(folder_ / "a.bvh"));
  EXPECT_EQ(data.clips[1].first, 7);
  EXPECT_EQ(data.clips[1].frames, 5);
  EXPECT_EQ(data.size(), 12);
  EXPECT_EQ(data.pose_dim(), 12);
  EXPECT_EQ(data.fps, 30.0);
  EXPECT_NEAR(turn_of(data, 6), 0.06, 1e-6);
  EXPECT_NEAR(turn_of(data, 7 + 2), 1.02, 1e-6);
  EXPECT_NEAR(data.root_positions[3 * 4], 0.04, 1e-6);
  EXPECT_NEAR(data.root_positions[3 * 4 + 1], 0.9, 1e-6);
}

/// Who stands for a second and raises the left leg for another, on the way along x.
mocap::Motion one_step(double fps) {
  const mocap::Skeleton skeleton = mocap::test::dancer();
  mocap::Motion motion(skeleton, fps, static_cast<int>(2 * fps));
  for (int t = 0; t < motion.frames(); ++t) {
    const double time = t / fps;
    const double raised = time < 1.0 ? 0.0 : 1.2 * std::sin(std::numbers::pi * (time - 1.0));
    motion.set_root_position(t, {3.0, 0.94, 0.0});
    motion.set_rotation(t, 0, math::from_rotation_vector({0, 1.0, 0}));
    motion.set_rotation(t, *skeleton.find("LeftUpLeg"),
                        math::from_rotation_vector({-raised, 0, 0}));
    motion.set_rotation(t, *skeleton.find("LeftLeg"),
                        math::from_rotation_vector({2 * raised, 0, 0}));
  }
  return motion;
}

TEST_F(Gather, FindsContactsOnRequestAndTheFileKeepsThem) {
  write("a.bvh", one_step(60.0));
  DatasetOptions options{.clips = {at("a.bvh")}};
  EXPECT_TRUE(gathered(options).contacts.empty());
  options.contacts = true;
  options.clip.fps = 30.0;
  options.clip.root_rotation = mocap::RootRotation::kFaceForward;
  const auto data = gathered(options);
  // Heel and toe of the left foot, then of the right one.
  ASSERT_EQ(data.contacts.size(), static_cast<std::size_t>(data.size()) * 4);
  const auto row = [&](int t) {
    const auto first = data.contacts.begin() + 4 * t;
    return std::vector<int>(first, first + 4);
  };
  EXPECT_EQ(row(15), (std::vector{1, 1, 1, 1}));
  EXPECT_EQ(row(45), (std::vector{0, 0, 1, 1}));
  data.save(folder_ / "d.h5");
  const auto file =
      h5::load(folder_ / "d.h5",
               h5::FileKind{.format = "PoseAAE dataset",
                            .version = 1.0,
                            .noun = "dataset",
                            .what = "a dataset",
                            .remedy = ""},
               [](const h5::Group& root) { return root.read_strings("points", "contacts"); });
  EXPECT_EQ(file, (std::vector<std::string>{"left heel LeftFoot", "left toe LeftFoot",
                                            "right heel RightFoot", "right toe RightFoot"}));
  EXPECT_EQ(gathered({.clips = {at("d.h5")}}).contacts, data.contacts);
}

TEST_F(Gather, NamesGiveTagsToClipsAndTheFileKeepsThem) {
  write("walk_old_1.bvh", small_motion(4));
  write("other.bvh", small_motion(4));
  DatasetOptions options{.clips = {folder_.path().string()}};
  options.label_pattern = "{content}_{style}_{take}";
  const auto data = gathered(options);
  EXPECT_EQ(data.clips[0].tags, Tags{});
  EXPECT_EQ(data.clips[1].tags, (Tags{{"content", "walk"}, {"style", "old"}, {"take", "1"}}));
  ASSERT_EQ(warnings_.size(), 1U);
  EXPECT_THAT(warnings_[0], testing::HasSubstr("1 of 2 clips, such as 'other'"));
  data.save(folder_ / "d.h5");
  EXPECT_EQ(gathered({.clips = {at("d.h5")}}).clips[1].tags, data.clips[1].tags);
  DatasetOptions anew{.clips = {at("d.h5")}};
  anew.label_pattern = "{all}";
  EXPECT_EQ(gathered(anew).clips[1].tags, (Tags{{"all", "walk_old_1"}})) << "names read anew";
  options.label_pattern = "{subject}+{trial}";
  EXPECT_THAT(refusal<ConfigError>(options), testing::HasSubstr("data.label_pattern"));
}

TEST_F(Gather, RangesChooseFrames) {
  write("a.bvh", small_motion(20));
  write("b.bvh", small_motion(30, 30.0, 1.0));
  const auto own = gathered({.clips = {at("a.bvh") + ":5:8", at("b.bvh") + ":29"}});
  EXPECT_EQ(own.size(), 4);
  EXPECT_NEAR(turn_of(own, 0), 0.05, 1e-6);
  EXPECT_NEAR(turn_of(own, 3), 1.29, 1e-6);
  const auto common = gathered({.clips = {at("a.bvh"), at("b.bvh") + ":0:2"}, .range = "10:15"});
  EXPECT_EQ(common.clips[0].frames, 5) << "the common range";
  EXPECT_EQ(common.clips[1].frames, 2) << "a clip's own range goes before it";
  EXPECT_NEAR(turn_of(common, 0), 0.10, 1e-6);
}

TEST_F(Gather, RangesBeyondTheClipAreRefusedWithItsName) {
  write("a.bvh", small_motion(20));
  const std::string message = refusal<UsageError>({.clips = {at("a.bvh") + ":10:50"}});
  EXPECT_NE(message.find("a.bvh"), std::string::npos) << message;
  EXPECT_NE(message.find("20"), std::string::npos) << message;
}

TEST_F(Gather, AnotherFrameRateIsBroughtToTheFirstsWithAWarning) {
  write("a.bvh", small_motion(10, 30.0));
  write("b.bvh", small_motion(21, 60.0, 1.0));
  const auto data = gathered({.clips = {at("a.bvh"), at("b.bvh")}});
  EXPECT_EQ(data.fps, 30.0);
  EXPECT_EQ(data.clips[1].frames, 11);
  EXPECT_NEAR(turn_of(data, 10 + 4), 1.08, 1e-6);
  ASSERT_EQ(warnings_.size(), 1U);
  EXPECT_NE(warnings_[0].find("b.bvh: resampled from 60 frames per second to 30"),
            std::string::npos);
  DatasetOptions asked{.clips = {at("a.bvh"), at("b.bvh")}};
  asked.clip.fps = 15.0;
  EXPECT_EQ(gathered(asked).fps, 15.0);
  EXPECT_TRUE(warnings_.empty()) << "what was asked for needs no warning";
}

TEST_F(Gather, APatternThatMatchesNoJointIsWarnedAboutOnce) {
  write("a.bvh", small_motion(3));
  write("b.bvh", small_motion(3));
  DatasetOptions options{.clips = {at("a.bvh"), at("b.bvh")}};
  options.clip.remove_joints = {"*Middle*"};
  EXPECT_EQ(gathered(options).size(), 6);
  ASSERT_EQ(warnings_.size(), 1U);
  EXPECT_EQ(warnings_[0], "joint removal: no joint matches '*Middle*'");
  options.clip.remove_joints = {"Middle"};
  EXPECT_NE(refusal<UsageError>(options).find("no joint matches 'Middle'"), std::string::npos);
}

TEST_F(Gather, AnotherSkeletonIsRefusedWithTheJointThatDiffers) {
  write("a.bvh", small_motion(3));
  write("b.bvh", small_motion(3, 30.0, 0.0, "Crown"));
  const std::string message = refusal<UsageError>({.clips = {folder_.path().string()}});
  EXPECT_NE(message.find("b.bvh: expected the skeleton of"), std::string::npos) << message;
  EXPECT_NE(message.find("joint 2 ('Hat' and 'Crown')"), std::string::npos) << message;
  EXPECT_NE(message.find("(data.remove_joints: Hat)"), std::string::npos);
  DatasetOptions without{.clips = {folder_.path().string()}};  // as the message says
  without.clip.remove_joints = {"Hat"};
  EXPECT_EQ(gathered(without).skeleton.names(), (std::vector<std::string>{"Hips", "Leg"}));
  ASSERT_EQ(warnings_.size(), 1U);
  EXPECT_THAT(warnings_[0], testing::HasSubstr("b.bvh: without the joint Crown"));
}

TEST_F(Gather, OneRestPoseOneUpAndOneOrderOfJoints) {
  const auto original = mocap::read_bvh(poseaae::test::source_dir() / "data" / "street_step.bvh");
  const mocap::Motion walk = original.motion.slice(0, 60);
  const math::Quat frame = math::from_rotation_vector({M_PI / 2, 0.0, 0.0});
  mocap::Motion z_up = mocap::with_rest_turned(walk, std::vector(walk.joints(), frame));
  std::vector<math::Quat> turns(walk.joints(), math::Quat::Identity());
  for (const char* name : {"LeftForeArm", "LeftHand"}) {
    turns[walk.skeleton().find(name).value()] = math::from_rotation_vector({0.0, 0.0, -0.8});
  }
  const mocap::Motion bent = mocap::with_rest_turned(walk, turns);
  for (int t = 0; t < walk.frames(); ++t) {
    z_up.set_root_position(t, frame * z_up.root_position(t));
    z_up.set_rotation(t, 0, frame * z_up.rotation(t, 0));
  }
  write("a.bvh", walk);
  write("b.bvh", bent);
  write("c.bvh", z_up);
  const auto data = gathered({.clips = {folder_.path().string()}});
  for (int clip = 1; clip < 3; ++clip) {
    EXPECT_LT((data.poses.middleRows(60 * clip, 60).cwiseAbs() - data.poses.topRows(60).cwiseAbs())
                  .cwiseAbs()
                  .maxCoeff(),
              1e-5F)
        << clip;
  }
  EXPECT_EQ(data.clips[2].up, mocap::Up::kZ);
  EXPECT_EQ(data.clips[1].up, mocap::Up::kY);
  data.save(folder_ / "d.h5");
  EXPECT_EQ(PoseDataset::load(folder_ / "d.h5").clips[2].up, mocap::Up::kZ);
  ASSERT_EQ(warnings_.size(), 2U);
  EXPECT_THAT(warnings_[0], testing::HasSubstr("b.bvh: its rest pose differs"));
  EXPECT_THAT(warnings_[1], testing::HasSubstr("c.bvh: z is up here"));
}

TEST_F(Gather, StaticJointsGoWhenTheyStandStillInEveryClip) {
  write("a.bvh", small_motion(10));
  write("b.bvh", small_motion(10, 30.0, 0.5));
  DatasetOptions options{.clips = {folder_.path().string()}, .drop_static = true};
  const auto data = gathered(options);
  EXPECT_EQ(data.skeleton.names(), (std::vector<std::string>{"Hips", "Leg"}));
  EXPECT_EQ(data.clip_options.remove_joints, std::vector<std::string>{"Hat"});
  EXPECT_EQ(data.pose_dim(), 8);
  auto moving = small_motion(10);
  moving.set_rotation(9, 2, math::Quat::Identity());
  write("c.bvh", moving);
  EXPECT_EQ(gathered(options).skeleton.joints(), 3);
  auto elsewhere = small_motion(10);
  for (int t = 0; t < 10; ++t) elsewhere.set_rotation(t, 2, math::Quat::Identity());
  write("c.bvh", elsewhere);
  EXPECT_EQ(gathered(options).skeleton.joints(), 3) << "still, but not as in the other clips";
}

TEST_F(Gather, JointsAreThoseOfTheFirstClipHoweverTheirNamesAreWritten) {
  std::string text = mocap::format_bvh(small_motion(10, 30.0, 0.0, "rig_Hat"));
  text.replace(text.find("rig_Hat"), 7, "rig:Hat");
  write_file(folder_ / "a.bvh", text);
  write("b.bvh", small_motion(10, 30.0, 0.5, "rig:Hat"));
  DatasetOptions options{.clips = {folder_.path().string()}};
  EXPECT_EQ(gathered(options).skeleton.names(),
            (std::vector<std::string>{"Hips", "Leg", "rig:Hat"}));
  options.drop_static = true;
  EXPECT_EQ(gathered(options).clip_options.remove_joints, std::vector<std::string>{"rig:Hat"});
}

TEST_F(Gather, NothingToReadIsRefused) {
  EXPECT_NE(refusal<ConfigError>({}).find("data.clips"), std::string::npos);
  EXPECT_NE(refusal<InputError>({.clips = {at("missing.bvh")}}).find("no such file"),
            std::string::npos);
  EXPECT_NE(refusal<InputError>({.clips = {folder_.path().string()}}).find("expected .bvh, .amc, "),
            std::string::npos);
  write_file(folder_ / "text.bvh", "not a BVH");
  EXPECT_NE(refusal<ParseError>({.clips = {at("text.bvh")}}).find("text.bvh:1:1"),
            std::string::npos);
}

TEST_F(Gather, ADatasetFileIsTheDataset) {
  write("a.bvh", small_motion(10));
  const auto data = gathered({.clips = {at("a.bvh")}});
  data.save(folder_ / "d.h5");
  const auto again = gathered({.clips = {at("d.h5")}});
  EXPECT_EQ(again.poses, data.poses);
  EXPECT_EQ(again.clips[0].name, "a");
  EXPECT_NE(refusal<UsageError>({.clips = {at("d.h5")}, .range = "1:2"}).find("d.h5"),
            std::string::npos);
}

TEST_F(Gather, WhatADatasetCannotFollowIsRefusedByName) {
  write("a.bvh", small_motion(10));
  gathered({.clips = {at("a.bvh")}}).save(folder_ / "d.h5");
  const auto refused = [&](auto&& change) {
    DatasetOptions options{.clips = {at("d.h5")}};
    change(options);
    return refusal<UsageError>(options);
  };
  using testing::HasSubstr;
  EXPECT_THAT(refused([](auto& o) { o.clip.unit.metres = 1.0; }),
              HasSubstr("leave out data.unit;"));
  EXPECT_THAT(refused([](auto& o) { o.clip.source_fps = 60.0; }), HasSubstr("leave out data.fps;"));
  EXPECT_THAT(refused([](auto& o) { o.clip.fps = 10.0; }),
              HasSubstr("leave out data.resample_fps;"));
  EXPECT_THAT(refused([](auto& o) { o.clip.strict = o.drop_static = true; }),
              HasSubstr("leave out data.drop_static, data.strict;"));
  EXPECT_THAT(refused([](auto& o) { o.clip.remove_joints = {"Hips"}; }),
              HasSubstr("data.remove_joints; give them to pose_dataset"));
  DatasetOptions options{.clips = {at("a.bvh")}, .range = "1:5"};
  options.clip.unit.metres = 1.0;
  EXPECT_EQ(gathered(options.with_clips({at("d.h5")})).size(), 10) << "as it was gathered";
  EXPECT_EQ(options.with_clips({at("b.bvh")}).range, "1:5");
}

TEST_F(Gather, ADatasetAmongClipsIsRefusedWithARemedy) {
  write("a.bvh", small_motion(10));
  gathered({.clips = {at("a.bvh")}}).save(folder_ / "d.h5");
  for (const std::vector<std::string>& clips : {std::vector<std::string>{at("a.bvh"), at("d.h5")},
                                                {at("d.h5"), at("d.h5")},
                                                {at("d.h5:0:5")},
                                                {at("*.h5"), at("a.bvh")}}) {
    const std::string message = refusal<UsageError>({.clips = clips});
    EXPECT_THAT(message, testing::HasSubstr("d.h5: expected one dataset alone and whole"));
    EXPECT_THAT(message, testing::HasSubstr("gather all clips into one dataset with pose_dataset"));
  }
}

/// Equal to the last bit, but for the labels of frames without one (NaN).

TEST_F(Gather, TheDatasetAndItsWarningsDoNotDependOnTheThreads) {
  for (int i = 0; i < 12; ++i) {
    write(fmt::format("clip_{:02}.bvh", i),
          small_motion(5 + 7 * (i % 5), i % 4 == 3 ? 60.0 : 30.0, 0.1 * i));
  }
  write_file(folder_ / "clip_02.labels.csv", "energy\n1\n2\n3\n");
  for (const bool drop_static : {false, true}) {
    DatasetOptions options{
        .clips = {folder_.path().string()}, .drop_static = drop_static, .threads = 1};
    const auto expected = gathered(options);
    const auto expected_warnings = warnings_;
    EXPECT_EQ(expected_warnings.size(), 4U);  // of three rates and of the short label file
    for (const int threads : {2, 3, 7, 0}) {
      options.threads = threads;
      test::expect_same(gathered(options), expected);
      EXPECT_EQ(warnings_, expected_warnings) << threads << " threads";
    }
  }
}

TEST_F(Gather, TheErrorIsThatOfTheFirstClipThatHasOneWhateverTheThreads) {
  for (int i = 0; i < 8; ++i) write(fmt::format("clip_{}.bvh", i), small_motion(200));
  write("clip_3.bvh",
        small_motion(2000, 30.0, 0.0, "Crown"));  // slow to read, and another skeleton
  write_file(folder_ / "clip_4.bvh", "not a BVH");
  for (const int threads : {1, 2, 3, 7}) {
    const DatasetOptions options{.clips = {folder_.path().string()}, .threads = threads};
    EXPECT_NE(refusal<UsageError>(options).find("clip_3.bvh: expected the skeleton of"),
              std::string::npos);
  }
  write_file(folder_ / "clip_2.bvh", "nor this");
  for (const int threads : {1, 2, 3, 7}) {
    const DatasetOptions options{.clips = {folder_.path().string()}, .threads = threads};
    EXPECT_NE(refusal<ParseError>(options).find("clip_2.bvh:1:1"), std::string::npos);
  }
}

TEST_F(Gather, ShippedClipsComeWhole) {
  const auto data =
      gathered({.clips = {(poseaae::test::source_dir() / "data" / "*.bvh").string()}});
  EXPECT_EQ(data.clips.size(), 6U);
  test::expect_whole(data, 22);
}

TEST_F(Gather, ShippedBodiesOfAllProportionsHaveOneRestPose) {
  const auto folder = poseaae::test::source_dir() / "data";
  const auto data =
      gathered({.clips = {(folder / "*.bvh").string(), (folder / "travelling" / "*.bvh").string(),
                          (folder / "bodies" / "*.bvh").string()}});
  EXPECT_EQ(data.clips.size(), 16U);
  EXPECT_TRUE(data.warnings.empty()) << data.warnings.front();
  test::expect_whole(data, 22);
}

/// A dance of the shipped body under the names of another program.
TEST_F(Gather, ClipsOfOtherJointsAreRetargetedOnRequest) {
  const auto dance = mocap::read_bvh(poseaae::test::source_dir() / "data" / "street_step.bvh")
                         .motion.slice(100, 130);
  const mocap::Skeleton& body = dance.skeleton();
  const auto other =
      mocap::test::renamed(body, [](const std::string& name) { return "rig_" + name; });
  mocap::Motion same(other, dance.fps(), dance.frames());
  std::ranges::copy(dance.rotations(), same.rotations().begin());
  std::ranges::copy(dance.root_positions(), same.root_positions().begin());
  write("a.bvh", dance);
  write("b.bvh", same);
  const DatasetOptions options{.clips = {at("a.bvh"), at("b.bvh")}};
  EXPECT_NE(refusal<UsageError>(options), "nothing thrown");
  DatasetOptions retargeting = options;
  retargeting.clip.retarget = true;
  const auto data = gathered(retargeting);
  EXPECT_EQ(data.skeleton.names(), body.names());
  ASSERT_EQ(data.size(), 60);
  const Batch apart = data.poses.topRows(30).cwiseAbs() - data.poses.bottomRows(30).cwiseAbs();
  EXPECT_LT(apart.cwiseAbs().maxCoeff(), 1e-5F);  // up to the signs of quaternions
  EXPECT_TRUE(data.clip_options.retarget);
  ASSERT_EQ(warnings_.size(), 1U);
  EXPECT_THAT(warnings_[0], testing::HasSubstr("was retargeted to it"));
}

}  // namespace
}  // namespace poseaae::dataset
