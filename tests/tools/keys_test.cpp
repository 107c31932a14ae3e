#include <gmock/gmock.h>

#include <sstream>

#include "fixture.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent_io/encodings_file.hpp"

namespace poseaae::test {
namespace {

using testing::HasSubstr;

class KeysOfPoseMorph : public ToolTest {
 protected:
  std::string key_file(const std::string& yaml) {
    write_file(output("k.yaml"), yaml);
    return output("k.yaml");
  }
  /// Where another reader of BVH finds a joint, metres.
  static std::vector<double> place_in(const std::string& file, int frame,
                                      const std::string& joint) {
    const auto script = source_dir() / "tests" / "tools" / "bvh_places.py";
    const auto read =
        run_program("/usr/bin/python3", {script.string(), file, std::to_string(frame), joint});
    EXPECT_EQ(read.exit_code, 0) << read.err;
    std::istringstream line(read.out);
    std::string name;
    std::vector<double> place(3, 0.0);
    line >> name >> place[0] >> place[1] >> place[2];
    for (double& x : place) x *= 0.01;
    return place;
  }
  static void expect_near(const std::vector<double>& found, const std::vector<double>& wanted) {
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(found[i], wanted[i], 0.01) << i;
  }
};

TEST_F(KeysOfPoseMorph, ThePathPassesThroughThem) {
  const std::string keys = key_file(
      "seconds: 2\n"
      "keys:\n"
      "  - {frame: 0, pose: \"" +
      input("a.bvh") +
      ":5\", root: {x: 0.5, z: -0.5}}\n"
      "  - time: 1\n"
      "    joints: {LeftHand: [0.7, 1.2, -0.2]}\n"
      "  - {frame: 59, pose: mean, root: {x: 0.5, z: 0.5, height: 0.9, heading_deg: 30}}\n");
  const auto run =
      run_program("pose_morph", {"--keys", keys, "--model", input("model.safetensors"), "--out",
                                 output("k.bvh"), "--latents", output("k.h5")});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out,
              HasSubstr("farthest from the keys: poses 0.0 cm, body 0.0 cm and 0 degrees"));
  EXPECT_THAT(run.err, HasSubstr("above the floor")) << "hips at 0.9 m are high for this body";
  EXPECT_EQ(latent::load_encodings(output("k.h5")).path.points.rows(), 60);
  expect_near(place_in(output("k.bvh"), 30, "LeftHand"), {0.7, 1.2, -0.2});
  expect_near(place_in(output("k.bvh"), 59, "Hips"), {0.5, 0.9, 0.5});
  const auto hips = place_in(output("k.bvh"), 0, "Hips");
  EXPECT_NEAR(hips[0], 0.5, 0.01);
  EXPECT_NEAR(hips[2], -0.5, 0.01);
}

TEST_F(KeysOfPoseMorph, SaysWhatIsWrongAndWhere) {
  const auto fails = [&](const std::string& yaml, int code, const std::string& part) {
    expect_failure(
        "pose_morph",
        {"--keys", key_file(yaml), "--model", input("model.safetensors"), "--out", output("k.bvh")},
        code, part);
  };
  fails("keys:\n  - {frame: 0, joints: {LeftHnd: [0, 1, 0]}}\n", 3, "k.yaml:2:");
  fails("keys:\n  - {frame: 0, joints: {LeftHnd: [0, 1, 0]}}\n", 3, "LeftHand");
  fails("keys:\n  - {pose: mean}\n", 3, "expected either frame or time of a key, found neither");
  fails("keys:\n  - {frame: 2}\n", 3, "expected pose, root or joints of a key");
  fails("frames: 5\nkeys:\n  - {frame: 5, pose: mean}\n", 3, "expected a frame from 0 to 4");
  fails("keys:\n  - {frame: 5, pose: mean}\n  - {frame: 5, pose: mean}\n", 3,
        "a second one of frame 5");
  fails("keys:\n  - {frame: 5, pose: dance.bvh:1:9}\n", 3, "expected one frame of a clip");
  fails("keys: []\n", 3, "expected at least one key");
}

TEST_F(KeysOfPoseMorph, SaysThatTheBodyLeavesTheFloor) {
  const auto told = [&](const std::string& height) {
    const auto run = run_program("pose_morph",
                                 {"--keys",
                                  key_file("seconds: 2\nkeys:\n  - {frame: 0, pose: mean}\n"
                                           "  - {frame: 30, root: {height: " +
                                           height + "}}\n"),
                                  "--model", input("model.safetensors"), "--out", output("k.bvh")});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return run.err;
  };
  EXPECT_THAT(told("-1"), HasSubstr("cm under the floor"));
  EXPECT_THAT(told("3"), HasSubstr("above the floor"));
}

TEST_F(KeysOfPoseMorph, SaysWhatIsOutOfReach) {
  const auto run = run_program(
      "pose_morph",
      {"--keys",
       key_file("keys:\n  - {frame: 5, root: {x: 0, z: 0}, joints: {LeftHand: [9, 1, 0]}}\n"),
       "--model", input("model.safetensors"), "--out", output("k.bvh")});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.err, HasSubstr("it is beyond the reach of the body"));
}

}  // namespace
}  // namespace poseaae::test
