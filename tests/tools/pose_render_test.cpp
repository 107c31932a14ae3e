#include <fmt/format.h>
#include <gmock/gmock.h>

#include "fixture.hpp"
#include "gif_reader.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::test {
namespace {

using testing::HasSubstr;

class PoseRender : public ToolTest {
 protected:
  static void render(const std::vector<std::string>& arguments) {
    const auto result = run_program("pose_render", arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(result.err, "");
  }
};

TEST_F(PoseRender, DrawsASinglePoseWithoutAModel) {
  render({input("a.bvh"), "--frame", "12", "--size", "200x300", "--out", output("p.png"), "--out",
          output("p.svg"), "--out", output("p.pdf")});
  EXPECT_EQ(png_size(output("p.png")), (PngSize{200, 300}));
  EXPECT_THAT(read_file(output("p.svg")), HasSubstr("</svg>"));
  EXPECT_THAT(read_file(output("p.pdf")), HasSubstr("%%EOF"));
}

TEST_F(PoseRender, DrawsASequenceAtTheRateAskedFor) {
  render(
      {input("a.bvh"), "--range", "0:45", "--fps", "10", "--size", "64", "--out", output("s.gif")});
  const auto gif = read_gif(output("s.gif"));
  EXPECT_EQ(gif.frames(), 15);
  EXPECT_NEAR(gif.duration_s(), 1.5, 0.006);
}

/// Before any work, and beside an output that would do.
TEST_F(PoseRender, SaysWhatToInstallWhereFilmsCannotBeWritten) {
  for (const std::string extension : {"mp4", "webm", "apng"}) {
    const auto result =
        run_program("/usr/bin/env", {"POSEAAE_PLUGINS=" + outputs().path().string(),
                                     (bin_dir() / "pose_render").string(), input("a.bvh"), "--out",
                                     output("a.bvh"), "--out", output("film." + extension)});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("film." + extension +
                                      ": films are written by libav, which cannot be loaded"));
    EXPECT_THAT(result.err, HasSubstr("install the package poseaae-video"));
  }
  EXPECT_TRUE(outputs().entries().empty());
}

TEST_F(PoseRender, CopiesTheMotionOfTheRange) {
  render({input("a.bvh") + ":20:40", "--out", output("s.bvh")});
  const auto expected = mocap::joint_positions(clip("a.bvh").slice(20, 40));
  const auto found = mocap::joint_positions(mocap::read_bvh(output("s.bvh")).motion);
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-4);
}

TEST_F(PoseRender, ResamplesWhenAsked) {
  render({input("a.bvh"), "--resample", "60", "--out", output("s.bvh")});
  EXPECT_NEAR(mocap::read_bvh(output("s.bvh")).motion.fps(), 60, 1e-9);
}

TEST_F(PoseRender, HintsAtTheUnitByTheNameOfItsOption) {
  const auto inches = clip("a.bvh").slice(0, 5);
  mocap::write_bvh(output("inches.bvh"), inches, {.unit = mocap::Unit::parse("inch")});
  const auto result =
      run_program("pose_render", {output("inches.bvh"), "--frame", "0", "--out", output("p.png")});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("perhaps --unit is inch and not cm"));
}

TEST_F(PoseRender, TakesTheUnitThatIsGivenBeforeThatOfTheModel) {
  const auto original = clip("a.bvh").slice(0, 5);
  mocap::write_bvh(output("metres.bvh"), original, {.unit = {1.0}});
  (void)run_with_model("pose_render", {output("metres.bvh"), "--unit", "m", "--show", "original",
                                       "--out", output("s.bvh")});
  const auto written = mocap::read_bvh(output("s.bvh")).motion;
  EXPECT_LT(latent::compare(original, written).position_cm, 0.01);
}

TEST_F(PoseRender, ShowsBothSideBySideAndGivesTheReconstruction) {
  const std::string out =
      run_with_model("pose_render", {input("a.bvh"), "--range", "0:10", "--size", "90x80", "--out",
                                     output("b.gif"), "--out", output("b.bvh")});
  EXPECT_EQ(read_gif(output("b.gif")).width, 180);
  const auto original = clip("a.bvh").slice(0, 10);
  const auto expected = latent::reconstruct(model(), original);
  const auto error = latent::compare(original, expected);
  EXPECT_THAT(out, HasSubstr(fmt::format("{:.2f} cm per joint, {:.2f} degrees", error.position_cm,
                                         error.rotation_deg)));
  const auto written = mocap::read_bvh(output("b.bvh")).motion;
  EXPECT_LT(latent::compare(expected, written).position_cm, 0.01);
}

TEST_F(PoseRender, ShowsOneOfBoth) {
  for (const std::string show : {"original", "reconstruction"}) {
    (void)run_with_model("pose_render",
                         {input("a.bvh") + ":0:5", "--show", show, "--size", "64", "--out",
                          output(show + ".gif"), "--out", output(show + ".bvh")});
    EXPECT_EQ(read_gif(output(show + ".gif")).width, 64);
  }
  const auto original = clip("a.bvh").slice(0, 5);
  const auto kept = mocap::read_bvh(output("original.bvh")).motion;
  const auto rebuilt = mocap::read_bvh(output("reconstruction.bvh")).motion;
  EXPECT_LT(latent::compare(original, kept).position_cm, 0.01);
  EXPECT_GT(latent::compare(original, rebuilt).position_cm, 1.0);  // the weights are random
}

TEST_F(PoseRender, TurnsTheView) {
  const auto picture = [&](const std::string& view, const std::string& name) {
    render(
        {input("a.bvh"), "--frame", "3", "--size", "100", "--view", view, "--out", output(name)});
    return read_file(output(name));
  };
  const std::string front = picture("front", "front.png");
  EXPECT_EQ(picture("0,10", "same.png"), front);
  EXPECT_NE(picture("-90,10", "side.png"), front);
}

TEST_F(PoseRender, AsksForAModelWhereItNeedsOne) {
  for (const char* option : {"--plant=ik", "--travel=none"}) {
    expect_failure("pose_render", {input("a.bvh"), option, "--out", output("b.gif")}, 2,
                   "expected --model FILE as well");
  }
  expect_failure("pose_render", {input("a.bvh"), "--show", "both", "--out", output("b.gif")}, 2,
                 "--model");
  expect_failure("pose_render",
                 {input("a.bvh"), "--frame", "1", "--range", "0:5", "--out", output("b.gif")}, 2,
                 "--range");
  expect_failure("pose_render", {input("a.bvh") + ":1:2", "--frame", "1", "--out", output("b.gif")},
                 2, "either after the file name or in --frame, found both");
  EXPECT_TRUE(outputs().entries().empty());
}

}  // namespace
}  // namespace poseaae::test
