// --onto and --joint-map, wherever motion is written.
#include <gmock/gmock.h>

#include <fstream>

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
