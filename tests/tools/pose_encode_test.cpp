#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>

#include "fixture.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/io/hdf5.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/conform.hpp"

namespace poseaae::test {
namespace {

using testing::HasSubstr;

class PoseEncode : public ToolTest {};

TEST_F(PoseEncode, WritesLatentsWithTheirOrigin) {
  (void)run_with_model("pose_encode", {input("a.bvh"), "--range", "10:30", "--out", output("e.h5"),
                                       "--out", output("e.csv")});
  const auto encodings = latent::load_encodings(output("e.h5"));
  EXPECT_EQ(encodings.path.points, latent::encode(model(), clip("a.bvh").slice(10, 30)).points);
  EXPECT_EQ(encodings.clips, (std::vector<std::string>{"a"}));
  ASSERT_EQ(encodings.frame.size(), 20u);
  EXPECT_EQ(encodings.frame.front(), 10);
  EXPECT_EQ(encodings.frame.back(), 29);
  EXPECT_EQ(encodings.model_sha256, sha256_of_file(input("model.safetensors")));
  EXPECT_EQ(h5::open_file(output("e.h5")).number_attribute("fps"), kFps);

  const std::string csv = read_file(output("e.csv"));
  EXPECT_THAT(csv, testing::StartsWith("clip,frame,time_s,z0,z1,z2,z3\na,10,0,"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 21);
}

TEST_F(PoseEncode, SummarisesEachLatent) {
  const std::string out = run_with_model("pose_encode", {input("a.bvh")});
  EXPECT_THAT(out, HasSubstr("mean"));
  EXPECT_THAT(out, HasSubstr("std"));
  EXPECT_THAT(out, HasSubstr(std::to_string(kFrames) + " encodings"));
  // The statistics of the model are those of this clip.
  const auto deviation = model().latent().standard_deviation();
  EXPECT_THAT(out, HasSubstr(fmt::format("{:.4f}", deviation[3])));
  EXPECT_TRUE(outputs().entries().empty());
}

TEST_F(PoseEncode, SaysHowRareThePosesAreByAFlow) {
  EXPECT_THAT(run_with_model("pose_encode", {input("a.bvh")}, "flow.safetensors"),
              HasSubstr("of those that the model learned from"));
  EXPECT_THAT(run_with_model("pose_encode", {input("a.bvh")}),
              testing::Not(HasSubstr("of those that")));
}

TEST_F(PoseEncode, ReadsClipsOfAnotherRestPoseUnitAndAxisUp) {
  const mocap::Motion original = clip("a.bvh");
  const mocap::Skeleton& body = original.skeleton();
  std::vector<math::Quat> turns(static_cast<std::size_t>(body.joints()),
                                math::Quat(std::sqrt(0.5), std::sqrt(0.5), 0.0, 0.0));  // z is up
  for (const char* joint : {"LeftForeArm", "LeftHand"}) {
    turns[body.find(joint).value()] = math::from_rotation_vector({0.0, 0.0, -0.8});
  }
  mocap::Motion other = mocap::with_rest_turned(original, turns);
  for (int t = 0; t < other.frames(); ++t) {
    other.set_root_position(t, turns[0] * other.root_position(t));
    other.set_rotation(t, 0, turns[0] * other.rotation(t, 0));
  }
  mocap::write_bvh(output("o.bvh"), other, {.unit = {1.0}});
  const auto told =
      run_program("pose_encode", {"--model", input("model.safetensors"), output("o.bvh"),
                                  "--clip-unit", "m", "--clip-up", "z", "--out", output("e.h5")});
  EXPECT_EQ(told.exit_code, 0) << told.err;
  EXPECT_THAT(told.err, HasSubstr("its rest pose differs from that of the model"));
  EXPECT_EQ(std::count(told.err.begin(), told.err.end(), '\n'), 1) << told.err;
  EXPECT_EQ(latent::load_encodings(output("e.h5")).path.frames(), kFrames);
  const auto found =
      run_program("pose_encode", {"--model", input("model.safetensors"), output("o.bvh")});
  EXPECT_THAT(found.err, HasSubstr("perhaps --clip-unit is m and not cm"));
  EXPECT_THAT(found.err, HasSubstr("z is up here"));
}

TEST_F(PoseEncode, TakesSeveralClips) {
  (void)run_with_model("pose_encode",
                       {input("a.bvh") + ":0:5", input("b.bvh") + ":7", "--out", output("e.h5")});
  const auto encodings = latent::load_encodings(output("e.h5"));
  EXPECT_EQ(encodings.clips, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(encodings.clip, (std::vector<int>{0, 0, 0, 0, 0, 1}));
  EXPECT_EQ(encodings.frame, (std::vector<int>{0, 1, 2, 3, 4, 7}));
}

TEST_F(PoseEncode, TakesADatasetAndGivesTheSameLatents) {
  dataset::DatasetOptions options;
  options.clips = {input("a.bvh"), input("b.bvh")};
  dataset::gather(options).save(output("data.h5"));
  (void)run_with_model("pose_encode",
                       {output("data.h5"), "--range", "50:70", "--out", output("e.h5")});
  const auto encodings = latent::load_encodings(output("e.h5"));
  ASSERT_EQ(encodings.path.frames(), 20);
  EXPECT_EQ(encodings.clips, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(encodings.frame[0], 50);
  EXPECT_EQ(encodings.frame[10], 0);
  const auto expected = latent::encode(model(), clip("a.bvh").slice(50, 60)).points;
  EXPECT_TRUE(encodings.path.points.topRows(10).isApprox(expected, 1e-4F));
}

TEST_F(PoseEncode, RefusesOtherOutputs) {
  expect_failure("pose_encode",
                 {input("a.bvh"), "--model", input("model.safetensors"), "--out", output("e.gif")},
                 2, ".h5 or .csv");
  EXPECT_TRUE(outputs().entries().empty());
}

}  // namespace
}  // namespace poseaae::test
