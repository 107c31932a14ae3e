#include "poseaae/training/augmentation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "meddling_engine.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "small_run.hpp"

namespace poseaae {
namespace {

using mocap::Vec3;
using test::parameters_of;
using test::SmallRun;
using training::Augmentation;
using training::RunFolder;

/// A dancer below a room that leans and stands still: turns all the time, the arms not alike.
mocap::Motion two_arms(int frames) {
  const mocap::Skeleton skeleton(
      {"Room", "Hips", "Spine", "LeftArm", "LeftHand", "RightArm", "RightHand"},
      {-1, 0, 1, 2, 3, 2, 5},
      {Vec3(0, 0, 0), Vec3(0, 0.9, 0), Vec3(0, 0.5, 0.05), Vec3(0.2, 0.1, 0), Vec3(0.5, 0, 0.02),
       Vec3(-0.2, 0.1, 0), Vec3(-0.5, 0, 0.02)});
  mocap::Motion motion(skeleton, 30.0, frames);
  for (int t = 0; t < frames; ++t) {
    const double phase = 0.13 * t;
    const auto turn = [&](int joint, double x, double y, double z) {
      motion.set_rotation(t, joint, math::from_rotation_vector({x, y, z}));
    };
    turn(0, 0.2, 0.3, -0.1);
    turn(1, 0.1, 0.6 * std::sin(0.3 * phase), 0.05 * std::cos(phase));
    turn(2, 0.3 * std::sin(phase), 0, 0.1);
    turn(3, 0.2, 0, 0.5 * std::cos(0.7 * phase));
    turn(4, 0, 0.5 * std::sin(2 * phase), 0);
    turn(5, 0, 0.3 * std::cos(phase), 0.1);
    turn(6, 0.4 * std::sin(phase), 0, 0);
  }
  return motion;
}

struct Sample {
  explicit Sample(training::AugmentationOptions options, int frames = 200, bool hemispheres = false)
      : motion(two_arms(frames)), rows(static_cast<std::size_t>(frames)) {
    poses =
        Eigen::Map<const BatchOf<double>>(motion.rotations().data(), frames, 4 * motion.joints())
            .cast<float>();
    std::iota(rows.begin(), rows.end(), 0);
    const BatchRows all(poses, rows);
    const codec::PoseFormat as_is(motion.skeleton());
    format = hemispheres ? dataset::with_mean(as_is, all) : as_is;
    augmentation.emplace(*format, all, options);
  }
  mocap::WorldPose world(const Batch& batch, int row) const {
    return mocap::forward_kinematics(
        codec::PoseFormat(motion.skeleton()).motion_of(batch.middleRows(row, 1), 30.0), 0);
  }
  mocap::Motion motion;
  std::vector<int> rows;
  Batch poses;
  std::optional<codec::PoseFormat> format;
  std::optional<Augmentation> augmentation;
};

std::span<float> pose(Batch& batch, Eigen::Index row) {
  return {batch.row(row).data(), static_cast<std::size_t>(batch.cols())};
}

TEST(Augmentation, MirrorReflectsPositions) {
  const Sample sample({.mirror = true});
  Batch image = sample.poses;
  for (int row = 0; row < image.rows(); row += 17) {
    sample.augmentation->mirror(pose(image, row));
    const auto before = sample.world(sample.poses, row).positions;
    const auto after = sample.world(image, row).positions;
    const std::vector<int> partner{0, 1, 2, 5, 6, 3, 4};
    for (int j = 0; j < 7; ++j) {
      const Vec3 expected(-before[j].x(), before[j].y(), before[j].z());
      EXPECT_LT((after[partner[j]] - expected).norm(), 1e-6) << j;
    }
  }
}

TEST(Augmentation, TurnTurnsTheBodyAboutTheVertical) {
  const Sample sample({.turn = true});
  Batch turned = sample.poses;
  const math::Quat about = math::from_rotation_vector({0, 2.5, 0});
  for (int row = 0; row < turned.rows(); row += 17) {
    sample.augmentation->turn(pose(turned, row), 2.5);
    const auto before = sample.world(sample.poses, row);
    const auto after = sample.world(turned, row);
    EXPECT_EQ(after.positions[1], before.positions[1]) << "the hips stay where they are";
    for (int j = 1; j < 7; ++j) {
      const Vec3 expected = about * (before.positions[j] - before.positions[1]);
      EXPECT_LT((after.positions[j] - after.positions[1] - expected).norm(), 1e-6);
    }
    EXPECT_EQ(turned.row(row).head(4), sample.poses.row(row).head(4)) << "the room stands still";
    EXPECT_EQ(turned.row(row).tail(20), sample.poses.row(row).tail(20)) << "own angles stay";
  }
}

TEST(Augmentation, TheSecondHalfOfABatchIsMirrored) {
  const Sample sample({.mirror = true});
  for (const int rows : {1, 6, 7}) {
    Batch batch = sample.poses.topRows(rows);
    const auto recorded = sample.augmentation->apply(batch, {8, 0, 0});
    EXPECT_EQ(recorded, (rows + 1) / 2);
    for (int row = 0; row < rows; ++row) {
      Batch expected = sample.poses.middleRows(row, 1);
      if (row >= recorded) sample.augmentation->mirror(pose(expected, 0));
      EXPECT_EQ(batch.row(row), expected.row(0)) << row;
    }
  }
}

TEST(Augmentation, MirrorImagesFollowThePosesTheyAreOf) {
  const Sample sample({.mirror = true});
  const Batch both = sample.augmentation->with_mirror_images(sample.poses);
  ASSERT_EQ(both.rows(), 2 * sample.poses.rows());
  EXPECT_EQ(both.topRows(sample.poses.rows()), sample.poses);
  Batch image = sample.poses.middleRows(5, 1);
  sample.augmentation->mirror(pose(image, 0));
  EXPECT_EQ(both.row(sample.poses.rows() + 5), image.row(0));
  const Sample plain({.turn = true});
  EXPECT_EQ(plain.augmentation->with_mirror_images(plain.poses), plain.poses);
}

TEST(Augmentation, TurnsAllWayRoundAndKeepsHemispheres) {
  const Sample sample({.mirror = true, .turn = true}, 200, true);
  Batch batch = sample.poses;
  EXPECT_EQ(sample.augmentation->apply(batch, {8, 0, 0}), batch.rows() / 2);
  const auto reference = sample.format->reference();
  std::vector<int> quarters(4, 0);
  for (int row = 0; row < batch.rows(); ++row) {
    for (int j = 0; j < 7; ++j) {
      const Eigen::Map<const Eigen::Vector4f> mean(&reference[4 * j]);
      EXPECT_GE(batch.row(row).segment<4>(4 * j).dot(mean.transpose()), 0.0F);
      EXPECT_NEAR(batch.row(row).segment<4>(4 * j).norm(), 1.0F, 1e-5F);
    }
    const auto heading = math::twist_about(sample.world(batch, row).rotations[1], Vec3::UnitY());
    const double angle = 2.0 * std::atan2(heading.y(), heading.w());
    const double turn = angle / (2.0 * EIGEN_PI);
    ++quarters[static_cast<std::size_t>(4.0 * (turn - std::floor(turn)))];
  }
  for (const int count : quarters) EXPECT_NEAR(count, 50, 25);
}

TEST(Augmentation, SaysHowFarTheSkeletonIsFromSymmetry) {
  EXPECT_EQ(Sample({.mirror = true}).augmentation->warning(), "");
  mocap::Motion motion = two_arms(3);
  auto offsets = motion.skeleton().offsets();
  offsets[4] *= 1.1;
  const mocap::Skeleton lopsided(motion.skeleton().names(), motion.skeleton().parents(), offsets);
  const Sample sample({});
  const Augmentation odd(codec::PoseFormat(lopsided), {sample.poses, sample.rows},
                         {.mirror = true});
  EXPECT_THAT(odd.warning(), testing::AllOf(testing::HasSubstr("Hand' and '"),
                                            testing::HasSubstr("differ by 10 %")));
}

/// Training with it, in either engine.
class AugmentedRun : public testing::TestWithParam<const char*> {
 protected:
  AugmentedRun() { mocap::write_bvh(small_.path("two_arms.bvh"), two_arms(300)); }
  [[nodiscard]] training::Config config(const std::string& name,
                                        std::vector<std::string> more = {}) const {
    more.push_back("data.clips=" + small_.path("two_arms.bvh").string());
    more.push_back(std::string("training.engine=") + GetParam());
    return small_.config(name, more);
  }
  SmallRun small_;
};
INSTANTIATE_TEST_SUITE_P(Engines, AugmentedRun, testing::Values("torch", "fused"),
                         [](const auto& engine) { return std::string(engine.param); });

TEST_P(AugmentedRun, GoesOnFromTheVeryBatch) {
  const std::vector<std::string> both{"data.mirror=true", "data.turn=true"};
  small_.run(config("whole", both));
  {
    const InterruptGuard guard;
    const auto at_step_17 = [](const objective::EngineSetup& setup) {
      return std::make_unique<test::MeddlingEngine>(test::either_engine(setup),
                                                    [](int step, objective::Losses&) {
                                                      if (step == 17) request_interrupt();
                                                    });
    };
    EXPECT_THROW(small_.run(config("parts", both), RunFolder::Mode::kFresh, at_step_17),
                 Interrupted);
  }
  small_.run(config("parts", both), RunFolder::Mode::kResume);
  EXPECT_EQ(parameters_of(small_.model("whole")), parameters_of(small_.model("parts")));
  small_.run(config("plain"));
  small_.run(config("mirror", {"data.mirror=true"}));
  EXPECT_NE(parameters_of(small_.model("whole")), parameters_of(small_.model("mirror")));
  EXPECT_NE(parameters_of(small_.model("plain")), parameters_of(small_.model("mirror")));
}

TEST(Augmentation, LeavesAloneWhatOneHandHolds) {
  const mocap::Motion motion = two_arms(3);
  const mocap::Skeleton& arms = motion.skeleton();
  auto names = arms.names();
  auto parents = arms.parents();
  auto offsets = arms.offsets();
  names.emplace_back("Fan");
  parents.push_back(4);
  offsets.emplace_back(0.1, 0.0, 0.1);
  const mocap::Skeleton with_fan(names, parents, offsets);
  Batch poses = Batch::Random(3, 32);
  std::vector<int> rows{0, 1, 2};
  const Augmentation augmentation(codec::PoseFormat(with_fan), {poses, rows}, {.mirror = true});
  EXPECT_EQ(augmentation.warning(),
            "data.mirror: joints without counterpart keep their rotation in mirror images: 'Fan'");
  Batch image = poses.topRows(1);
  augmentation.mirror(pose(image, 0));
  EXPECT_EQ(image.row(0).tail(4), poses.row(0).tail(4));
  EXPECT_NE(image.row(0).head(28), poses.row(0).head(28));
}

TEST(Session, GoesOnWithoutMirrorImagesWhereThereAreNone) {
  const SmallRun small;
  const auto session = training::prepare(small.config("run", {"data.mirror=true"}));
  EXPECT_FALSE(session.augmentation.has_value());
  EXPECT_THAT(session.warnings,
              testing::Contains(testing::AllOf(testing::HasSubstr("data.mirror"),
                                               testing::HasSubstr("'LeftArm' has no counterpart"),
                                               testing::HasSubstr("data.remove_joints"))));
  const auto turned =
      training::prepare(small.config("run", {"data.mirror=true", "data.turn=true"}));
  ASSERT_TRUE(turned.augmentation.has_value());
  EXPECT_FALSE(turned.augmentation->mirrors());
}

TEST(Session, RefusesAugmentationsThatCannotBe) {
  const SmallRun small;
  for (const char* rotation : {"face_forward", "remove"}) {
    const std::string kept = std::string("data.root_rotation=") + rotation;
    EXPECT_THROW((void)training::prepare(small.config("run", {"data.turn=true", kept})),
                 ConfigError);
    EXPECT_FALSE(training::prepare(small.config("run", {kept})).augmentation.has_value());
  }
}

TEST(Session, FoldsAndLabelsComeFromTheConfiguration) {
  const SmallRun small;
  for (const char* name : {"a_old_1", "a_old_2", "b_new_1", "c_old_1", "d_new_1", "d_new_2"}) {
    mocap::write_bvh(small.path(std::string(name) + ".bvh"), two_arms(60));
  }
  const std::string clips = "data.clips=" + small.path("*_*_*.bvh").string();
  std::vector<int> tested;
  for (const char* fold : {"data.fold=0", "data.fold=1"}) {
    for (const char* seed : {"training.seed=1", "training.seed=2"}) {
      const auto session = training::prepare(
          small.config("run", {clips, "data.folds=2", fold, "data.split_seed=5", seed}));
      if (std::string(seed) == "training.seed=1") {
        tested.insert(tested.end(), session.split.test.begin(), session.split.test.end());
      } else {
        EXPECT_EQ(session.split.test,
                  std::vector<int>(tested.end() - session.split.test.size(), tested.end()))
            << "the split stays while the seed of training changes";
      }
    }
  }
  std::sort(tested.begin(), tested.end());
  std::vector<int> all(360);
  std::iota(all.begin(), all.end(), 0);
  EXPECT_EQ(tested, all);
  const auto left_out = training::prepare(small.config(
      "run",
      {clips, "data.label_pattern=\"{content}_{style}_{take}\"", "data.leave_out=style=new"}));
  EXPECT_EQ(left_out.split.test.size(), 180U);
  EXPECT_EQ(left_out.data.clips[0].tags.at("style"), "old");
}

}  // namespace
}  // namespace poseaae
