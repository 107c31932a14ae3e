#include <gmock/gmock.h>

#include "fixture.hpp"
#include "gif_reader.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent/sampling.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/bvh.hpp"

namespace poseaae::test {
namespace {

class PoseMorph : public ToolTest {
 protected:
  Batch path_of(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--out", output("m.csv"), "--latents", output("m.h5")});
    (void)run_with_model("pose_morph", arguments);
    return latent::load_encodings(output("m.h5")).path.points;
  }
  static Batch encoded(const std::string& name) {
    return latent::encode(model(), clip(name)).points;
  }
};

TEST_F(PoseMorph, ToursPoses) {
  const auto path = path_of({input("a.bvh") + ":5", input("b.bvh") + ":20", "mean"});
  ASSERT_EQ(path.rows(), 61);
  EXPECT_TRUE(path.row(0).isApprox(encoded("a.bvh").row(5), 1e-4F));
  EXPECT_TRUE(path.row(30).isApprox(encoded("b.bvh").row(20), 1e-4F));
  EXPECT_TRUE(path.row(60).isApprox(model().latent().mean.cast<float>().transpose(), 1e-4F));
}

TEST_F(PoseMorph, DrawsPosesAsItIsTold) {
  for (const auto& [name, sampling] : latent::sampling_names()) {
    (void)run_with_model("pose_morph",
                         {"sample:7", "mean", "--sample", name, "--out", output("m.csv"),
                          "--latents", output("m.h5"), "--save-path", output("m.yaml")},
                         "flow.safetensors");
    const Batch path = latent::load_encodings(output("m.h5")).path.points;
    Random random(7);
    const auto draw = latent::draw_of(model("flow.safetensors").latent(), sampling);
    EXPECT_TRUE(path.row(0).transpose().isApprox(draw(random).cast<float>(), 1e-4F)) << name;
    (void)run_with_model(
        "pose_morph",
        {"--path", output("m.yaml"), "--out", output("m.csv"), "--latents", output("again.h5")},
        "flow.safetensors");
    EXPECT_EQ(latent::load_encodings(output("again.h5")).path.points, path) << name;
  }
}

TEST_F(PoseMorph, JoinsClips) {
  const auto path = path_of({input("a.bvh") + ":0:20", input("b.bvh"), "--seconds", "1"});
  ASSERT_EQ(path.rows(), 20 + 29 + 40);
  EXPECT_TRUE(path.topRows(20).isApprox(encoded("a.bvh").topRows(20), 1e-5F));
  EXPECT_TRUE(path.bottomRows(40).isApprox(encoded("b.bvh"), 1e-5F));
}

TEST_F(PoseMorph, FillsTheTimeBetweenFrames) {
  const auto path = path_of({input("b.bvh"), "--fps-out", "60"});
  ASSERT_EQ(path.rows(), 79);
  for (int t = 0; t < 40; ++t) {
    EXPECT_TRUE(path.row(2 * t).isApprox(encoded("b.bvh").row(t), 1e-5F)) << t;
  }
  (void)run_with_model("pose_morph",
                       {input("b.bvh"), "--fps-out", "60", "--out", output("fast.bvh")});
  const auto motion = mocap::read_bvh(output("fast.bvh")).motion;
  EXPECT_EQ(motion.frames(), 79);
  EXPECT_NEAR(motion.fps(), 60.0, 1e-3);
}

TEST_F(PoseMorph, SuperResolutionKeepsTheFramesOfTheClip) {
  (void)run_with_model("pose_morph",
                       {input("b.bvh"), "--super-resolution", "90", "--out", output("fine.bvh")});
  const auto fine = mocap::read_bvh(output("fine.bvh")).motion;
  const auto given = clip("b.bvh");
  ASSERT_EQ(fine.frames(), 3 * (given.frames() - 1) + 1);
  for (int t = 0; t < given.frames(); ++t) {
    for (int j = 0; j < given.joints(); ++j) {
      EXPECT_LT(math::angle_between(fine.rotation(3 * t, j), given.rotation(t, j)), 1e-4);
    }
  }
}

TEST_F(PoseMorph, AClosedTourLoops) {
  const auto path = path_of({"sample:1", "sample:2", "sample:3", "--closed", "--seconds", "0.5"});
  ASSERT_EQ(path.rows(), 45);
  EXPECT_GT((path.row(44) - path.row(0)).norm(), 0.0F);
}

TEST_F(PoseMorph, KeepsTheJourneyAsAPathFile) {
  const auto path = path_of({input("a.bvh") + ":0:20", input("b.bvh"), "--seconds", "1.5",
                             "--save-path", output("kept.yaml")});
  EXPECT_TRUE(path_of({"--path", output("kept.yaml")}).isApprox(path));
}

TEST_F(PoseMorph, ShowsDancersSideBySide) {
  write_file(output("duet.yaml"), "dancers:\n  - {name: one, phrases: [{clip: " + input("b.bvh") +
                                      "}]}\n  - {name: two, phrases: [{walk: 1}]}\n");
  const std::string said =
      run_with_model("pose_morph", {"--path", output("duet.yaml"), "--dancer", "two", "--size",
                                    "64x48", "--out", output("d.gif"), "--out", output("d.bvh")});
  const auto gif = read_gif(output("d.gif"));
  EXPECT_EQ(gif.frames(), 40);  // the longer one's
  EXPECT_EQ(gif.width, 2 * 64);
  EXPECT_EQ(mocap::read_bvh(output("d.bvh")).motion.frames(), 30);  // a second of the walk
  EXPECT_THAT(said, testing::HasSubstr("one: distance"));
  EXPECT_THAT(said, testing::HasSubstr("two: distance"));
}

TEST_F(PoseMorph, RefusesWhatItCannotDoAndLeavesNothing) {
  const std::vector<std::string> rest{"--model", input("model.safetensors"), "--out",
                                      output("m.gif")};
  const auto failing = [&](std::vector<std::string> arguments, int code, const std::string& part) {
    arguments.insert(arguments.end(), rest.begin(), rest.end());
    expect_failure("pose_morph", arguments, code, part);
  };
  failing({}, 2, "found none");
  failing({input("a.bvh"), "--path", "x.yaml"}, 2, "--path");
  failing({input("a.bvh"), "mean"}, 2, "is a pose");
  failing({input("a.bvh"), "--dancer", "two"}, 2, "--dancer");
  failing({"mean", "sample:1", "--way", "slrep"}, 2, "--way");
  failing({input("a.bvh"), "--way", "curve"}, 3, "interpolation (lerp");
  failing({input("a.bvh"), input("b.bvh"), "--super-resolution", "60"}, 2, "one clip, found 2");
  failing({"--path", output("none.yaml")}, 3, "none.yaml");
  failing({"mean", "--dancer", "foo"}, 2, "only with a path file of several dancers, found 'foo'");
  EXPECT_TRUE(outputs().entries().empty());
}

TEST_F(PoseMorph, SuperResolutionRefusesWhatItDoesNotDo) {
  for (const std::vector<std::string>& rest :
       std::vector<std::vector<std::string>>{{"--save-path", output("p.yaml")},
                                             {"--latents", output("z.h5")},
                                             {"--diagnostics", output("d.csv")},
                                             {"--seconds", "2"},
                                             {"--way", "lerp"},
                                             {"--easing", "quintic"},
                                             {"--pace", "joints"},
                                             {"--smooth", "2"},
                                             {"--slow", "2"},
                                             {"--fps-out", "60"},
                                             {"--dancer", "one"},
                                             {"--attributes", "a.h5"},
                                             {"--no-plant"},
                                             {"--closed"}}) {
    std::vector<std::string> arguments{input("b.bvh"), "--super-resolution",       "60",
                                       "--model",      input("model.safetensors"), "--out",
                                       output("m.bvh")};
    arguments.insert(arguments.end(), rest.begin(), rest.end());
    SCOPED_TRACE(rest.front());
    expect_failure("pose_morph", arguments, 2, rest.front());
  }
  EXPECT_TRUE(outputs().entries().empty());
}

// 1e8 s at 30 fps are more frames than an int can count.
TEST_F(PoseMorph, RefusesMoreFramesThanAMotionCanHave) {
  const auto failing = [&](std::vector<std::string> arguments, const std::string& part) {
    arguments.insert(arguments.end(),
                     {"--model", input("model.safetensors"), "--out", output("m.gif")});
    expect_failure("pose_morph", arguments, 2, part);
  };
  const std::string at_30 = "to 1e+07 frames at 30 fps, found 9e+06 s";
  failing({"mean", "sample:1", "--seconds", "9e6"}, at_30);
  failing({input("b.bvh"), "--fps-out", "1e9"}, "expected a number from 0.001 to 10000");
  failing({input("b.bvh"), "--slow", "1e9"}, "expected a number from 0.001 to 1000");
  failing({input("b.bvh"), "--super-resolution", "1e9"}, "expected a number from 0.001 to 10000");
  EXPECT_TRUE(outputs().entries().empty());
}

}  // namespace
}  // namespace poseaae::test
