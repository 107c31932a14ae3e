#include <gmock/gmock.h>

#include "fixture.hpp"
#include "gif_reader.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/smoothing.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/bvh.hpp"

namespace poseaae::test {
namespace {

class PoseMix : public ToolTest {
 protected:
  Batch mixed(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--out", output("m.csv"), "--latents", output("m.h5")});
    (void)run_with_model("pose_mix", arguments);
    return latent::load_encodings(output("m.h5")).path.points;
  }
  /// a.bvh alone, into a file of this name.
  std::string write(const std::string& name, std::vector<std::string> options) {
    options.insert(options.begin(),
                   {input("a.bvh"), input("a.bvh"), "--factor", "0", "--out", output(name)});
    (void)run_with_model("pose_mix", options);
    return output(name);
  }
  static Batch encoded(const std::string& name, int first, int last) {
    return latent::encode(model(), clip(name).slice(first, last)).points;
  }
};

TEST_F(PoseMix, BeginsAsTheFirstAndEndsAsTheSecond) {
  const auto path =
      mixed({input("a.bvh"), input("b.bvh"), "--range-a", "0:40", "--range-b", "0:40"});
  ASSERT_EQ(path.rows(), 40);
  const auto a = encoded("a.bvh", 0, 40);
  const auto b = encoded("b.bvh", 0, 40);
  EXPECT_TRUE(path.row(0).isApprox(a.row(0), 1e-5F));
  EXPECT_TRUE(path.row(39).isApprox(b.row(39), 1e-5F));
  EXPECT_TRUE(path.row(13).isApprox((2.0F * a.row(13) + b.row(13)) / 3.0F, 1e-4F));
}

TEST_F(PoseMix, HoldsAFactor) {
  const auto path = mixed({input("a.bvh") + ":0:40", input("b.bvh"), "--factor", "0.25"});
  const Batch expected = 0.75F * encoded("a.bvh", 0, 40) + 0.25F * encoded("b.bvh", 0, 40);
  EXPECT_TRUE(path.isApprox(expected, 1e-5F));
}

TEST_F(PoseMix, StretchesOrTruncates) {
  EXPECT_EQ(mixed({input("a.bvh"), input("b.bvh")}).rows(), kFrames);
  EXPECT_EQ(mixed({input("a.bvh"), input("b.bvh"), "--lengths", "truncate"}).rows(), 40);
}

TEST_F(PoseMix, MixesDimensionsByThemselves) {
  const auto a = encoded("a.bvh", 0, 40);
  const auto b = encoded("b.bvh", 0, 40);
  const auto some =
      mixed({input("a.bvh") + ":0:40", input("b.bvh"), "--dimensions", "0,2-3", "--factor", "1"});
  for (const int d : {0, 2, 3}) EXPECT_TRUE(some.col(d).isApprox(b.col(d), 1e-5F)) << d;
  EXPECT_TRUE(some.col(1).isApprox(a.col(1), 1e-5F));
  const auto each = mixed({input("a.bvh") + ":0:40", input("b.bvh"), "--factors", "0,1,0.5,-1"});
  EXPECT_TRUE(each.col(0).isApprox(a.col(0), 1e-5F));
  EXPECT_TRUE(each.col(1).isApprox(b.col(1), 1e-5F));
  EXPECT_TRUE(each.col(2).isApprox(0.5F * (a.col(2) + b.col(2)), 1e-4F));
  EXPECT_TRUE(each.col(3).isApprox(2.0F * a.col(3) - b.col(3), 1e-4F));
}

TEST_F(PoseMix, EasesTheRamp) {
  const auto path =
      mixed({input("a.bvh") + ":0:41", input("a.bvh") + ":19:60", "--easing", "cubic"});
  const auto a = encoded("a.bvh", 0, 41);
  const auto b = encoded("a.bvh", 19, 60);
  // 4 t^3 at a quarter: 1/16.
  EXPECT_TRUE(path.row(10).isApprox((15.0F * a.row(10) + b.row(10)) / 16.0F, 1e-4F));
}

/// Half way between two poses, an arc about the mean is as far from it as they are on average.
TEST_F(PoseMix, SlerpsAboutTheMeanOfTheModel) {
  const auto path = mixed(
      {input("a.bvh") + ":0:40", input("b.bvh"), "--factor", "0.5", "--interpolation", "slerp"});
  const latent::LatentGaussian space(model().latent());
  const auto norm = [&](const Batch& z) -> Eigen::VectorXf {
    return space.whiten(z).rowwise().norm();
  };
  const Eigen::VectorXf expected =
      0.5F * (norm(encoded("a.bvh", 0, 40)) + norm(encoded("b.bvh", 0, 40)));
  EXPECT_TRUE(norm(path).isApprox(expected, 1e-3F));
}

TEST_F(PoseMix, WarpsAClipOntoItselfWithoutAChange) {
  const auto same = mixed({input("a.bvh"), input("a.bvh"), "--factor", "0.5", "--lengths", "warp"});
  EXPECT_TRUE(same.isApprox(encoded("a.bvh", 0, kFrames), 1e-5F));
  // 60 and 40 frames: half way, 50.
  EXPECT_EQ(mixed({input("a.bvh"), input("b.bvh"), "--factor", "0.5", "--lengths", "warp"}).rows(),
            50);
}

TEST_F(PoseMix, RefusesWhatDoesNotFit) {
  const auto refuse = [&](std::vector<std::string> options, const std::string& part) {
    options.insert(options.begin(), {input("a.bvh"), input("b.bvh"), "--model",
                                     input("model.safetensors"), "--out", output("m.gif")});
    expect_failure("pose_mix", options, 2, part);
  };
  refuse({"--factors", "0,1"}, "expected 4 numbers");
  refuse({"--dimensions", "0-4"}, "from 0 to 3");
  refuse({"--factors", "0,0,0,0", "--to", "1"}, "--to");
  refuse({"--warp-slope", "2"}, "--lengths warp");
  refuse({"--lengths", "warp", "--warp-slope", "0"}, "slope limit");
  EXPECT_TRUE(outputs().entries().empty());
}

/// The path of `pose_mix` and what any path can do in time.
class PathTime : public PoseMix {};

TEST_F(PathTime, PassesEveryFrameAtTwiceTheRate) {
  const auto plain = mixed({input("a.bvh"), input("a.bvh"), "--factor", "0"});
  const auto dense = mixed({input("a.bvh"), input("a.bvh"), "--factor", "0", "--fps-out", "60"});
  ASSERT_EQ(dense.rows(), 2 * kFrames - 1);
  for (int t = 0; t < kFrames; ++t) EXPECT_EQ(dense.row(2 * t), plain.row(t));
  EXPECT_EQ(mocap::read_bvh(write("m.bvh", {"--fps-out", "60"})).motion.fps(), 60.0);
}

TEST_F(PathTime, IsSlowedDownAtTheSameRate) {
  const auto slow = mocap::read_bvh(write("m.bvh", {"--slow", "2"})).motion;
  EXPECT_EQ(slow.frames(), 2 * kFrames - 1);
  EXPECT_NEAR(slow.fps(), kFps, 1e-3);
}

TEST_F(PathTime, IsSmoothed) {
  const auto bend = [](const Batch& x) {
    const auto n = x.rows();
    return (x.bottomRows(n - 2) - 2.0F * x.middleRows(1, n - 2) + x.topRows(n - 2)).norm();
  };
  const auto plain = mixed({input("a.bvh"), input("a.bvh"), "--factor", "0"});
  const auto smooth = mixed({input("a.bvh"), input("a.bvh"), "--factor", "0", "--smooth", "0.5"});
  EXPECT_LT(bend(smooth), 0.3F * bend(plain));
  EXPECT_TRUE(smooth.isApprox(latent::smooth(plain, latent::lambda_for_cutoff(0.5, kFps)), 1e-5F));
}

TEST_F(PathTime, IsMeasured) {
  const auto said =
      run_with_model("pose_mix", {input("a.bvh"), input("a.bvh"), "--factor", "0", "--out",
                                  output("m.csv"), "--diagnostics", output("d.csv")});
  EXPECT_THAT(said, testing::HasSubstr("speed "));
  EXPECT_THAT(said, testing::HasSubstr("shell of likely poses has radius 2.00"));
  const auto table = read_csv(output("d.csv"));
  ASSERT_EQ(table.rows.size(), static_cast<std::size_t>(kFrames));
  // The model's statistics are of these very poses: whitened, their mean square is Z.
  double squares = 0.0;
  for (const double norm : table.column("norm")) squares += norm * norm;
  EXPECT_NEAR(squares / (kFrames - 1) / kLatentDim, 1.0, 0.01);
  EXPECT_NEAR(table.column("time_s").back(), (kFrames - 1) / kFps, 1e-4);
}

TEST_F(PathTime, RefusesWhatIsNoTime) {
  const auto refuse = [&](std::vector<std::string> options, const std::string& part) {
    options.insert(options.begin(), {input("a.bvh"), input("b.bvh"), "--model",
                                     input("model.safetensors"), "--out", output("m.gif")});
    expect_failure("pose_mix", options, 2, part);
  };
  refuse({"--slow", "0"}, "--slow: expected a number from 0.001 to 1000, found 0");
  refuse({"--fps-out", "-30"}, "--fps-out: expected a number from 0.001 to 10000, found -30");
  refuse({"--smooth", "16"}, "half the frame rate (15 Hz)");
  refuse({"--diagnostics", "d.txt"}, "ends in .csv");
  EXPECT_TRUE(outputs().entries().empty());
}

TEST_F(PoseMix, MakesAGif) {
  (void)run_with_model("pose_mix", {input("a.bvh") + ":0:20", input("b.bvh") + ":0:20", "--size",
                                    "64", "--out", output("m.gif")});
  EXPECT_EQ(read_gif(output("m.gif")).frames(), 20);
}

TEST_F(PoseMix, RefusesAFactorWithARamp) {
  expect_failure("pose_mix",
                 {input("a.bvh"), input("b.bvh"), "--model", input("model.safetensors"), "--factor",
                  "0.5", "--to", "0.7", "--out", output("m.gif")},
                 2, "--to");
  expect_failure("pose_mix",
                 {input("a.bvh"), "--model", input("model.safetensors"), "--out", output("m.gif")},
                 2, "CLIP_B");
  EXPECT_TRUE(outputs().entries().empty());
}

}  // namespace
}  // namespace poseaae::test
