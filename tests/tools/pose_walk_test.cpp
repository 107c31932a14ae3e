#include <gmock/gmock.h>

#include "fixture.hpp"
#include "gif_reader.hpp"
#include "poseaae/core/csv.hpp"
#include "poseaae/core/hdf5.hpp"
#include "poseaae/core/paths.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::test {
namespace {

using testing::HasSubstr;

class PoseWalk : public ToolTest {};

TEST_F(PoseWalk, WritesEveryFormatAtOnce) {
  const std::vector<std::string> names{"w.bvh", "w.csv", "w.gif", "w.h5",
                                       "w.pdf", "w.png", "w.svg"};
  std::vector<std::string> arguments{"--count", "31", "--size", "120x100", "--strip", "4"};
  for (const auto& name : names) arguments.insert(arguments.end(), {"--out", output(name)});
  const std::string out = run_with_model("pose_walk", arguments);
  EXPECT_EQ(outputs().entries(), names);
  for (const auto& name : names) EXPECT_THAT(out, HasSubstr("wrote " + output(name)));

  const auto gif = read_gif(output("w.gif"));
  EXPECT_EQ(gif.frames(), 31);
  EXPECT_EQ(gif.width, 120);
  EXPECT_EQ(gif.height, 100);
  EXPECT_NEAR(gif.duration_s(), 31 / kFps, 0.006);  // real time, to half a centisecond
  EXPECT_GE(*std::min_element(gif.delays_cs.begin(), gif.delays_cs.end()), 2);

  const auto motion = mocap::read_bvh(output("w.bvh")).motion;
  EXPECT_EQ(motion.frames(), 31);
  EXPECT_NEAR(motion.fps(), kFps, 1e-9);
  EXPECT_EQ(motion.skeleton().names(), model().skeleton().names());

  const auto positions = mocap::joint_positions(motion);
  const auto h5 = h5::open_file(output("w.h5")).read<double>("positions");
  EXPECT_EQ(h5.shape, (h5::Shape{31, static_cast<std::size_t>(motion.joints()), 3}));
  const auto csv = read_csv(output("w.csv"));
  ASSERT_EQ(csv.rows.size(), 31u);
  for (std::size_t i = 0; i < positions.size(); ++i) {
    EXPECT_NEAR(h5.values[i], positions[i], 1e-5);
    const std::size_t row = static_cast<std::size_t>(motion.joints()) * 3;
    EXPECT_NEAR(csv.rows[i / row][2 + i % row], positions[i], 1e-5);
  }
  EXPECT_GT(png_size(output("w.png")).width, png_size(output("w.png")).height);  // four poses
  EXPECT_THAT(read_file(output("w.svg")), HasSubstr("<svg"));
  EXPECT_THAT(read_file(output("w.pdf")), testing::StartsWith("%PDF"));
}

TEST_F(PoseWalk, DecodesTheWalkOfTheLibrary) {
  (void)run_with_model("pose_walk",
                       {"--count", "40", "--seed", "9", "--step", "uniform", "--step-size", "0.4",
                        "--frames-per-step", "4", "--start", input("a.bvh") + ":20", "--out",
                        output("w.h5"), "--latents", output("l.h5")});
  const auto tested = model();
  const latent::WalkOptions options{
      .step = "uniform", .step_size = 0.4, .count = 40, .frames_per_step = 4, .seed = 9};
  const Eigen::VectorXf start =
      latent::encode(tested, clip("a.bvh").slice(20, 21)).points.row(0).transpose();
  const auto path = latent::walk(tested.latent(), start, options, kFps);
  EXPECT_EQ(latent::Encodings::load(output("l.h5")).path.points, path.points);
  const auto motion = latent::decode(tested, path);
  const auto found = h5::open_file(output("w.h5")).read<double>("rotations_wxyz");
  ASSERT_EQ(found.values.size(), motion.rotations().size());
  for (std::size_t i = 0; i < found.values.size(); ++i) {
    EXPECT_NEAR(found.values[i], motion.rotations()[i], 1e-9);
  }
}

TEST_F(PoseWalk, TutorialPresetStepsEveryFrameByItsOwnRule) {
  (void)run_with_model("pose_walk",
                       {"--preset", "tutorial", "--count", "50", "--seed", "3", "--start",
                        input("a.bvh"), "--out", output("w.csv"), "--latents", output("l.h5")});
  const auto path = latent::Encodings::load(output("l.h5")).path;
  const latent::Batch steps = path.points.bottomRows(49) - path.points.topRows(49);
  EXPECT_GE(steps.minCoeff(), 0.0F);
  EXPECT_LT(steps.maxCoeff(), 2.0F + 1e-4F);
  EXPECT_NEAR(steps.mean(), 1.0F, 0.2F);
  EXPECT_TRUE(path.points.row(0).isApprox(
      latent::encode(model(), clip("a.bvh").slice(0, 1)).points.row(0)));
}

TEST_F(PoseWalk, TheSeedDecides) {
  const auto walk = [&](const std::string& seed, const std::string& name) {
    (void)run_with_model("pose_walk", {"--seed", seed, "--count", "20", "--out", output(name)});
    return read_file(output(name));
  };
  const std::string first = walk("1", "1.bvh");
  EXPECT_EQ(walk("1", "2.bvh"), first);
  EXPECT_NE(walk("2", "3.bvh"), first);
}

TEST_F(PoseWalk, PlantsTheDancerUnlessToldOtherwise) {
  (void)run_with_model("pose_walk", {"--count", "5", "--out", output("on.bvh")});
  (void)run_with_model("pose_walk", {"--count", "5", "--no-plant", "--out", output("off.bvh")});
  const auto off = mocap::read_bvh(output("off.bvh")).motion;
  for (int t = 0; t < 5; ++t) EXPECT_NEAR(off.root_position(t).norm(), 0.0, 1e-6);
  EXPECT_GT(mocap::read_bvh(output("on.bvh")).motion.root_position(2).y(), 0.01);
}

TEST_F(PoseWalk, NamesTheNearestKindOfStep) {
  expect_failure("pose_walk",
                 {"--model", input("model.h5"), "--step", "gausian", "--out", output("w.gif")}, 2,
                 "did you mean gaussian?");
  expect_failure("pose_walk",
                 {"--model", input("model.h5"), "--step-size", "3", "--out", output("w.gif")}, 2,
                 "step size");
  expect_failure("pose_walk",
                 {"--model", input("model.h5"), "--count", "0", "--out", output("w.gif")}, 2,
                 "count");
  EXPECT_TRUE(outputs().entries().empty());
}

}  // namespace
}  // namespace poseaae::test
