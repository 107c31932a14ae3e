#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixture.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "session/window_stage.hpp"

/// The programs with a model of windows of 16 frames every 12.
namespace poseaae::test {
namespace {

using testing::HasSubstr;

class ToolsWithWindows : public testing::Test {
 protected:
  [[nodiscard]] std::string file(const std::string& name) const { return stage_.file(name); }
  std::string run(const std::string& program, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--model", file("model.safetensors")});
    const auto result = run_program(program, arguments);
    EXPECT_EQ(result.exit_code, 0) << program << ": " << result.err;
    return result.out;
  }
  mocap::Motion made(const std::string& program, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--out", file("x.bvh")});
    (void)run(program, arguments);
    return mocap::read_bvh(file("x.bvh")).motion;
  }
  void refused(const std::string& program, std::vector<std::string> arguments,
               const std::string& part) {
    arguments.insert(arguments.end(), {"--model", file("model.safetensors")});
    expect_failure(program, arguments, 2, part);
  }

  session::test::WindowStage stage_;
};

double forwards(const mocap::Motion& motion) {
  return motion.root_position(motion.frames() - 1).z() - motion.root_position(0).z();
}

TEST_F(ToolsWithWindows, EncodeAPointEveryHop) {
  (void)run("pose_encode", {file("w.bvh"), "--out", file("e.h5")});
  const auto encodings = latent::load_encodings(file("e.h5"));
  EXPECT_THAT(encodings.frame, testing::ElementsAre(8, 20, 32, 44, 56, 68, 80, 92, 104));
  EXPECT_DOUBLE_EQ(encodings.path.fps, 2.5);
  EXPECT_THAT(run("latent_map", {"map", file("e.h5"), "--out", file("map.svg")}),
              HasSubstr("PCA of 9 encodings"));
}

TEST_F(ToolsWithWindows, WalkForSecondsAndLoopInHops) {
  EXPECT_EQ(made("pose_walk", {"--seconds", "5"}).frames(), 150);
  EXPECT_EQ(made("pose_walk", {"--seconds", "5", "--slow", "2", "--fps-out", "60"}).frames(), 597);
  EXPECT_EQ(made("pose_walk", {"--seconds", "5", "--smooth", "2"}).frames(), 150);
  const mocap::Motion steps = made("pose_walk", {"--loop", "steps", "--seconds", "4"});
  EXPECT_EQ(steps.frames(), 120);
  const mocap::Motion usual = made("pose_walk", {"--loop", "--seconds", "4"});
  EXPECT_EQ(mocap::joint_positions(usual), mocap::joint_positions(steps));
  EXPECT_EQ(made("pose_walk", {"--loop", "fourier", "--seconds", "4", "--fps-out", "60"}).frames(),
            240);
}

TEST_F(ToolsWithWindows, FollowClips) {
  const mocap::Motion clip = stage_.clip("w.bvh");
  const mocap::Motion same = made("pose_offset", {file("w.bvh"), "--amplitude", "0", "--detail"});
  EXPECT_EQ(same.frames(), clip.frames());
  EXPECT_NEAR(forwards(same), forwards(clip), 0.01);
  EXPECT_EQ(made("pose_offset", {file("w.bvh:0:10"), "--amplitude", "0", "--detail"}).frames(), 10);
  EXPECT_NEAR(forwards(made("pose_offset", {file("w.bvh"), "--in-place"})), 0.0, 1e-3);
  EXPECT_EQ(made("pose_mix", {file("w.bvh"), file("v.bvh")}).frames(), 120);
  EXPECT_EQ(made("pose_morph", {file("w.bvh"), file("v.bvh"), "--closed"}).frames(),
            (9 + 2 + 5 + 2) * 12);
}

TEST_F(ToolsWithWindows, RefuseWhatOnlyPosesCanDo) {
  refused("pose_morph", {file("w.bvh"), "--super-resolution", "60", "--out", file("x.bvh")},
          "expected a model of poses, found one of windows");
  refused("pose_mix",
          {file("w.bvh"), file("v.bvh"), "--lengths", "stretch", "--smooth", "20", "--out",
           file("x.bvh")},
          "half the frame rate (15 Hz)");
}

}  // namespace
}  // namespace poseaae::test
