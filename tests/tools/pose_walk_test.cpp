#include <gmock/gmock.h>

#include <algorithm>

#include "fixture.hpp"
#include "gif_reader.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/io/hdf5.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent/likely.hpp"
#include "poseaae/latent/loop.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/bvh.hpp"
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
  (void)run_with_model("pose_walk", {"--count", "40", "--seed", "9", "--kind", "ou", "--time-scale",
                                     "0.4", "--spread", "0.8", "--start", input("a.bvh") + ":20",
                                     "--out", output("w.h5"), "--latents", output("l.h5")});
  const auto tested = model();
  const latent::WalkOptions options{
      .kind = "ou", .count = 40, .time_scale_s = 0.4, .step_size = {}, .spread = 0.8, .seed = 9};
  const Eigen::VectorXf start =
      latent::encode(tested, clip("a.bvh").slice(20, 21)).points.row(0).transpose();
  const auto path = latent::walk(latent::LatentGaussian(tested.latent()), start, options, kFps);
  EXPECT_EQ(latent::load_encodings(output("l.h5")).path.points, path.points);
  const auto motion = latent::decode(tested, path);
  const auto found = h5::open_file(output("w.h5")).read<double>("rotations_wxyz");
  ASSERT_EQ(found.values.size(), motion.rotations().size());
  for (std::size_t i = 0; i < found.values.size(); ++i) {
    EXPECT_NEAR(found.values[i], motion.rotations()[i], 1e-9);
  }
}

TEST_F(PoseWalk, WarnsOfASpreadInVain) {
  const auto result = run_program(
      "pose_walk", {"--model", input("model.safetensors"), "--kind", "sphere", "--spread", "0.8",
                    "--start", input("a.bvh") + ":20", "--out", output("w.csv")});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("warning: spread: found 0.8, which has no effect on sphere"));
}

TEST_F(PoseWalk, WalksSmoothlyUnlessToldOtherwise) {
  const auto latents = [&](const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"--seconds",     "20",        "--out",
                                       output("w.csv"), "--latents", output("l.h5")};
    arguments.insert(arguments.end(), options.begin(), options.end());
    (void)run_with_model("pose_walk", arguments);
    return latent::load_encodings(output("l.h5")).path.points;
  };
  latent::WalkOptions options;
  options.count = 600;
  const Batch path = latents({});
  EXPECT_EQ(path, latent::walk(latent::LatentGaussian(model().latent()), {}, options, kFps).points);
  EXPECT_EQ(latents({"--kind", "matern", "--time-scale", "1"}), path);
  EXPECT_NE(latents({"--kind", "ou"}), path);
}

/// The step from the last row to the first, over the median step.
double closing(const Eigen::MatrixXd& rows) {
  std::vector<double> steps;
  for (Eigen::Index t = 1; t < rows.rows(); ++t) {
    steps.push_back((rows.row(t) - rows.row(t - 1)).norm());
  }
  std::sort(steps.begin(), steps.end());
  return (rows.row(0) - rows.row(rows.rows() - 1)).norm() / steps[steps.size() / 2];
}

TEST_F(PoseWalk, LoopsWithoutAJump) {
  const auto tested = model();
  for (const std::string kind : {"fourier", "great_circle"}) {
    for (const bool from_pose : {false, true}) {
      std::vector<std::string> arguments{"--loop", kind,           "--seconds", "4",
                                         "--size", "60",           "--out",     output("l.gif"),
                                         "--out",  output("l.h5"), "--latents", output("path.h5")};
      if (from_pose) arguments.insert(arguments.end(), {"--start", input("a.bvh") + ":20"});
      (void)run_with_model("pose_walk", arguments);
      EXPECT_EQ(read_gif(output("l.gif")).frames(), 120);
      const auto path = latent::load_encodings(output("path.h5")).path;
      ASSERT_EQ(path.frames(), 120);
      const latent::LatentGaussian space(tested.latent());
      EXPECT_LT(closing(space.whiten(path.points).cast<double>()), 1.5) << kind << from_pose;
      EXPECT_LT(closing(latent::joint_positions(tested)(path.points)), 1.5) << kind << from_pose;
      if (from_pose) {
        EXPECT_TRUE(path.points.row(0).isApprox(
            latent::encode(tested, clip("a.bvh").slice(20, 21)).points.row(0)));
      }
    }
  }
}

TEST_F(PoseWalk, LoopsAsTheLibraryDoes) {
  (void)run_with_model("pose_walk", {"--loop", "fourier", "--count", "90", "--harmonics", "3",
                                     "--time-scale", "0.5", "--spread", "0.7", "--seed", "4",
                                     "--out", output("l.csv"), "--latents", output("path.h5")});
  const auto tested = model();
  const latent::LoopOptions options{.kind = "fourier",
                                    .seconds = 3.0,
                                    .time_scale_s = 0.5,
                                    .harmonics = 3,
                                    .spread = 0.7,
                                    .seed = 4};
  EXPECT_EQ(latent::load_encodings(output("path.h5")).path.points,
            latent::loop(latent::LatentGaussian(tested.latent()), {}, options, kFps,
                         latent::joint_positions(tested))
                .points);
}

TEST_F(PoseWalk, ALoopIsOfTheUsualKindUnlessNamed) {
  const auto points = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(),
                     {"--seconds", "2", "--out", output("l.csv"), "--latents", output("path.h5")});
    (void)run_with_model("pose_walk", arguments);
    return latent::load_encodings(output("path.h5")).path.points;
  };
  EXPECT_EQ(points({"--loop"}), points({"--loop", "fourier"}));
}

TEST_F(PoseWalk, TutorialPresetStepsEveryFrameByItsOwnRule) {
  (void)run_with_model("pose_walk",
                       {"--preset", "tutorial", "--count", "50", "--seed", "3", "--start",
                        input("a.bvh"), "--out", output("w.csv"), "--latents", output("l.h5")});
  const auto path = latent::load_encodings(output("l.h5")).path;
  const Batch steps = path.points.bottomRows(49) - path.points.topRows(49);
  EXPECT_GE(steps.minCoeff(), 0.0F);
  EXPECT_LT(steps.maxCoeff(), 2.0F + 1e-4F);
  EXPECT_NEAR(steps.mean(), 1.0F, 0.2F);
  EXPECT_TRUE(path.points.row(0).isApprox(
      latent::encode(model(), clip("a.bvh").slice(0, 1)).points.row(0)));
}

/// Walks and loops of a model with a flow.
class PoseWalkByFlow : public PoseWalk {
 protected:
  [[nodiscard]] Batch points(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(),
                     {"--seconds", "4", "--out", output("w.csv"), "--latents", output("l.h5")});
    said_ = run_with_model("pose_walk", arguments, "flow.safetensors");
    return latent::load_encodings(output("l.h5")).path.points;
  }
  const codec::PoseAutoencoder model_ = model("flow.safetensors");
  const latent::LatentGaussian space_{model_.latent()};
  const codec::FlowMap flow_{model_.latent().flow};
  std::string said_;
};

TEST_F(PoseWalkByFlow, BeginsByTheMixtureUnlessToldOtherwise) {
  const latent::WalkOptions options{.count = 120};
  const auto begun = [&](latent::Sampling sampling) {
    const auto draw = latent::draw_of(model_.latent(), sampling);
    return latent::walk(space_, {}, options, kFps, draw).points;
  };
  EXPECT_EQ(points({}), begun(latent::Sampling::kMixture));
  EXPECT_THAT(said_, HasSubstr("of those that the model learned from"));
  EXPECT_EQ(points({"--sample", "flow"}), begun(latent::Sampling::kFlow));
  EXPECT_EQ(points({"--sample", "prior"}), latent::walk(space_, {}, options, kFps).points);
}

TEST_F(PoseWalkByFlow, KeepsWalksAndLoopsLikely) {
  EXPECT_EQ(
      points({"--keep-likely"}),
      latent::likely_walk(flow_, {}, {.count = 120}, kFps, latent::joint_positions(model_)).points);
  EXPECT_EQ(
      points({"--keep-likely", "--loop"}),
      latent::likely_loop(flow_, {}, {.seconds = 4}, kFps, latent::joint_positions(model_)).points);
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

TEST_F(PoseWalk, AnInterruptionLeavesNothing) {
  for (const char* signal : {"INT", "TERM"}) {
    const auto result = run_program(
        "/usr/bin/timeout",
        {"--preserve-status", "--signal", signal, "1", (bin_dir() / "pose_walk").string(),
         "--model", input("model.safetensors"), "--count", "1000000", "--out", output("w.gif")});
    EXPECT_EQ(result.exit_code, 130);
    EXPECT_EQ(result.err, "error: interrupted; unfinished files have been removed\n");
    EXPECT_TRUE(outputs().entries().empty());
  }
}

TEST_F(PoseWalk, SaysWhatIsWrong) {
  const auto refuses = [&](std::vector<std::string> arguments, const std::string& part) {
    arguments.insert(arguments.end(),
                     {"--model", input("model.safetensors"), "--out", output("w.gif")});
    expect_failure("pose_walk", arguments, 2, part);
  };
  refuses({"--kind", "matren"}, "did you mean matern?");
  refuses({"--loop", "furier"}, "did you mean fourier?");
  refuses({"--step-size", "3"}, "step size");
  refuses({"--count", "0"}, "count");
  refuses({"--loop", "fourier", "--count", "0"}, "count");
  refuses({"--seconds", "0"}, "--seconds");
  refuses({"--seconds", "nan"}, "--seconds");
  refuses({"--loop", "fourier", "--seconds", "0.01"}, "3 to 1e+07 frames");
  refuses({"--spread", "-1"}, "spread");
  refuses({"--time-scale", "0"}, "time scale");
  refuses({"--loop", "great_circle", "--time-scale", "2"},
          "found 2, but great_circle has no time scale");
  refuses({"--loop", "fourier", "--preset", "tutorial"}, "does not return");
  refuses({"--loop", "fourier", "--kind", "ou"}, "--kind");
  refuses({"--harmonics", "2"}, "--loop");
  refuses({"--sample", "flow"}, "expected prior, which is what this model has, found flow");
  refuses({"--keep-likely"}, "keep likely: expected a model with a flow");
  refuses({"--keep-likely", "--preset", "tutorial"}, "--keep-likely");
  refuses({"--keep-likely", "--kind", "tutorial"}, "--keep-likely");
  refuses({"--keep-likely", "--sample", "prior"}, "--sample");
  refuses({"--sample", "prior", "--start", input("a.bvh") + ":20"}, "--start");
  EXPECT_TRUE(outputs().entries().empty());
}

}  // namespace
}  // namespace poseaae::test
