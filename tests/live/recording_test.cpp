#include "poseaae/live/recording.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "support/support.hpp"

namespace poseaae::live {
namespace {

using mocap::Vec3;

mocap::Skeleton sample_skeleton() {
  return {
      {"hips", "spine", "head"}, {-1, 0, 1}, {Vec3(0, 1, 0), Vec3(0, 0.3, 0.1), Vec3(0, 0.2, 0)}};
}

/// Frames 3, 4, 5, 8: two were dropped.
Recording sample_recording() {
  Recording recording{.fps = 40.0,
                      .joints = sample_skeleton().names(),
                      .numbers = {3, 4, 5, 8},
                      .root = Batch::Random(4, 3),
                      .rotations = Batch(4, 12),
                      .latents = Batch::Random(4, 2),
                      .model = "best.safetensors",
                      .model_sha256 = "00ff"};
  Random random(1);
  for (Eigen::Index t = 0; t < 4; ++t) {
    for (int j = 0; j < 3; ++j) {
      Eigen::Vector4d q;
      for (double& value : q) value = random.normal();
      recording.rotations.row(t).segment(4 * j, 4) = q.normalized().cast<float>().transpose();
    }
  }
  return recording;
}

TEST(Recording, ComesBackBitForBit) {
  const test::TemporaryFolder folder;
  const Recording recording = sample_recording();
  save_recording(recording, folder / "r.safetensors");
  const Recording again = load_recording(folder / "r.safetensors");
  EXPECT_EQ(again.fps, recording.fps);
  EXPECT_EQ(again.joints, recording.joints);
  EXPECT_EQ(again.numbers, recording.numbers);
  EXPECT_EQ(again.root, recording.root);
  EXPECT_EQ(again.rotations, recording.rotations);
  EXPECT_EQ(again.latents, recording.latents);
  EXPECT_EQ(again.model, recording.model);
  EXPECT_EQ(again.model_sha256, recording.model_sha256);
}

TEST(Recording, OfOtherFilesAreRefused) {
  const test::TemporaryFolder folder;
  Recording recording = sample_recording();
  recording.numbers = {3, 5, 4, 8};
  save_recording(recording, folder / "r.safetensors");
  EXPECT_THROW((void)load_recording(folder / "r.safetensors"), ModelError);
  EXPECT_THROW((void)load_recording(folder / "none.safetensors"), InputError);
}

TEST(Recording, FillsInWhatWasDropped) {
  const Recording recording = sample_recording();
  const mocap::Motion motion = motion_of(recording, sample_skeleton());
  ASSERT_EQ(motion.frames(), 6);  // 3 to 8
  EXPECT_EQ(motion.fps(), 40.0);
  const auto place = [&](int row) { return Vec3(recording.root.row(row).cast<double>()); };
  EXPECT_LT((motion.root_position(2) - place(2)).norm(), 1e-7);
  EXPECT_LT((motion.root_position(3) - (2.0 * place(2) + place(3)) / 3.0).norm(), 1e-7);
  EXPECT_LT((motion.root_position(5) - place(3)).norm(), 1e-7);
  EXPECT_NEAR(math::angle_between(motion.rotation(2, 1), motion.rotation(3, 1)),
              math::angle_between(motion.rotation(2, 1), motion.rotation(5, 1)) / 3.0, 1e-6);
  const mocap::Skeleton other({"a"}, {-1}, {Vec3(0, 0, 0)});
  EXPECT_THROW((void)motion_of(recording, other), UsageError);
}

TEST(Recording, IsAPathForOtherPrograms) {
  const test::TemporaryFolder folder;
  const Recording recording = sample_recording();
  latent::save_encodings(encodings_of(recording, "take"), folder / "r.h5");
  const auto encodings = latent::load_encodings(folder / "r.h5");
  ASSERT_EQ(encodings.path.frames(), 6);
  EXPECT_EQ(encodings.path.fps, 40.0);
  EXPECT_EQ(encodings.path.points.row(2), recording.latents.row(2));
  EXPECT_EQ(encodings.path.points.row(5), recording.latents.row(3));
  EXPECT_EQ(encodings.model_sha256, "00ff");
  EXPECT_THAT(encodings.clips, testing::ElementsAre("take"));
}

TEST(Replay, ShowsTheSameFrames) {
  const Recording recording = sample_recording();
  Replay replay(recording, sample_skeleton());
  EXPECT_EQ(replay.ticks(), 6u);
  const std::vector<int> rows{0, 1, 2, 2, 2, 3, 0};
  for (std::uint32_t t = 0; t < rows.size(); ++t) {
    const Frame& frame = replay.play(t);
    const int row = rows[t];
    EXPECT_EQ(frame.number, t);
    EXPECT_TRUE(std::ranges::equal(frame.root, recording.root.row(row)));
    EXPECT_TRUE(std::ranges::equal(frame.rotations, recording.rotations.row(row)));
    EXPECT_TRUE(std::ranges::equal(frame.latents, recording.latents.row(row)));
  }
}

// The kinematics of the library in double precision.
TEST(Replay, PlacesTheJointsInTheRoom) {
  const Recording recording = sample_recording();
  const mocap::Motion motion = motion_of(recording, sample_skeleton());
  const auto world = mocap::forward_kinematics(motion, 1);
  Replay replay(recording, sample_skeleton());
  const Frame& frame = replay.play(1);
  for (int j = 0; j < 3; ++j) {
    for (int i = 0; i < 3; ++i) {
      EXPECT_NEAR(frame.world_positions[3 * j + i], world.positions[j][i], 1e-6);
    }
    const auto q = math::load_wxyz(frame.world_rotations.data() + 4 * j).cast<double>();
    EXPECT_LT(math::angle_between(q, world.rotations[j]), 1e-5);
  }
}

}  // namespace
}  // namespace poseaae::live
