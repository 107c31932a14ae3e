// --onto and --joint-map, wherever motion is written.
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "fixture.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::test {
namespace {

using testing::HasSubstr;

class Onto : public ToolTest {
 protected:
  static std::string child() {
    return (source_dir() / "data" / "bodies" / "child_play.bvh").string();
  }
  [[nodiscard]] std::string map(const std::string& text) const {
    std::ofstream(output("map.yaml")) << text;
    return output("map.yaml");
  }
};

TEST_F(Onto, WritesAndDrawsTheMotionOnTheCharacter) {
  const auto result = run_program("pose_render", {input("a.bvh"), "--onto", child(), "--out",
                                                  output("c.bvh"), "--out", output("c.png")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("joints of child_play and what they follow:"));
  EXPECT_THAT(result.err, HasSubstr("LeftHand <- LeftHand"));
  const auto written = mocap::read_bvh(output("c.bvh")).motion;
  const auto body = mocap::read_bvh(child()).motion.skeleton();
  ASSERT_EQ(written.skeleton().names(), body.names());
  for (int j = 1; j < body.joints(); ++j) {
    EXPECT_LT((written.skeleton().offset(j) - body.offset(j)).norm(), 1e-6) << body.name(j);
  }
  EXPECT_EQ(written.frames(), clip("a.bvh").frames());
}

TEST_F(Onto, APathOfAModelToo) {
  const auto result =
      run_program("pose_walk", {"--model", input("model.safetensors"), "--seed", "7", "--count",
                                "20", "--onto", child(), "--out", output("w.bvh")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto written = mocap::read_bvh(output("w.bvh")).motion.skeleton();
  const auto body = mocap::read_bvh(child()).motion.skeleton();
  EXPECT_LT((written.offset(8) - body.offset(8)).norm(), 1e-6);
}

TEST_F(Onto, AMapOfJointsOverrulesWhatIsFound) {
  const auto result =
      run_program("pose_render", {input("a.bvh"), "--onto", child(), "--joint-map",
                                  map("Head: Neck\nNeck:\n"), "--out", output("c.bvh")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("Head <- Neck\n"));
  EXPECT_THAT(result.err, HasSubstr("at rest: Neck"));
}

TEST_F(Onto, AModelOfMixedClipsRemembersItsBody) {
  // The clip under other names, on another body, in another format.
  const auto moved = clip("b.bvh");
  std::vector<std::string> names;
  for (const std::string& name : moved.skeleton().names()) names.push_back("rig_" + name);
  mocap::Motion other(
      {names, moved.skeleton().parents(), moved.skeleton().offsets(), moved.skeleton().end_sites()},
      moved.fps(), moved.frames());
  std::ranges::copy(moved.rotations(), other.rotations().begin());
  std::ranges::copy(moved.root_positions(), other.root_positions().begin());
  mocap::write_bvh(output("rig.bvh"), other);
  ASSERT_EQ(run_program("pose_convert", {output("rig.bvh"), "--out", output("rig.glb")}).exit_code,
            0);

  std::ofstream(output("mixed.yaml"))
      << "data: {clips: ['" << input("a.bvh") << "', '" << output("rig.glb")
      << "'], retarget: true}\ntraining: {epochs: 2}\noutput: {dir: '" << output("run") << "'}\n";
  const auto trained = run_program("aae_train", {"--config", output("mixed.yaml")});
  ASSERT_EQ(trained.exit_code, 0) << trained.err;
  EXPECT_THAT(trained.err, HasSubstr("rig.glb: has other joints than"));

  const std::string model = output("run") + "/last.safetensors";
  const auto encoded =
      run_program("pose_encode", {output("rig.glb"), "--model", model, "--out", output("rig.csv")});
  ASSERT_EQ(encoded.exit_code, 0) << encoded.err;
  EXPECT_THAT(encoded.err, HasSubstr("has other joints than the model, and was retargeted to it"));
  const auto walked =
      run_program("pose_walk", {"--model", model, "--count", "20", "--out", output("walk.bvh")});
  ASSERT_EQ(walked.exit_code, 0) << walked.err;
  const auto body = clip("a.bvh").skeleton();
  const auto written = mocap::read_bvh(output("walk.bvh")).motion.skeleton();
  ASSERT_EQ(written.names(), body.names());
  for (int j = 1; j < body.joints(); ++j) {
    EXPECT_LT((written.offset(j) - body.offset(j)).norm(), 1e-6) << body.name(j);
  }
}

TEST_F(Onto, SaysWhatIsWrong) {
  expect_failure("pose_render",
                 {input("a.bvh"), "--joint-map", map("a: b\n"), "--out", output("c.bvh")}, 2,
                 "--joint-map: expected --onto FILE as well");
  expect_failure("pose_render",
                 {input("a.bvh"), "--onto", child(), "--joint-map", map("Head: [1]\n"), "--out",
                  output("c.bvh")},
                 3, "map.yaml:1:7");
  expect_failure("pose_render",
                 {input("a.bvh"), "--onto", child(), "--joint-map", map("Head: Haed\n"), "--out",
                  output("c.bvh")},
                 2, "did you mean 'Head'?");
  expect_failure("pose_render",
                 {input("a.bvh"), "--onto", output("none.bvh"), "--out", output("c.bvh")}, 3,
                 "none.bvh");
}

}  // namespace
}  // namespace poseaae::test
