#include "fixture.hpp"
#include "gif_reader.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/encodings.hpp"

namespace poseaae::test {
namespace {

class PoseMix : public ToolTest {
 protected:
  latent::Batch mixed(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--out", output("m.csv"), "--latents", output("m.h5")});
    (void)run_with_model("pose_mix", arguments);
    return latent::Encodings::load(output("m.h5")).path.points;
  }
  static latent::Batch encoded(const std::string& name, int first, int last) {
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
  const latent::Batch expected = 0.75F * encoded("a.bvh", 0, 40) + 0.25F * encoded("b.bvh", 0, 40);
  EXPECT_TRUE(path.isApprox(expected, 1e-5F));
}

TEST_F(PoseMix, StretchesOrTruncates) {
  EXPECT_EQ(mixed({input("a.bvh"), input("b.bvh")}).rows(), kFrames);
  EXPECT_EQ(mixed({input("a.bvh"), input("b.bvh"), "--lengths", "truncate"}).rows(), 40);
}

TEST_F(PoseMix, MakesAGif) {
  (void)run_with_model("pose_mix", {input("a.bvh") + ":0:20", input("b.bvh") + ":0:20", "--size",
                                    "64", "--out", output("m.gif")});
  EXPECT_EQ(read_gif(output("m.gif")).frames(), 20);
}

TEST_F(PoseMix, RefusesAFactorWithARamp) {
  expect_failure("pose_mix",
                 {input("a.bvh"), input("b.bvh"), "--model", input("model.h5"), "--factor", "0.5",
                  "--to", "0.7", "--out", output("m.gif")},
                 2, "--to");
  expect_failure("pose_mix",
                 {input("a.bvh"), "--model", input("model.h5"), "--out", output("m.gif")}, 2,
                 "CLIP_B");
  EXPECT_TRUE(outputs().entries().empty());
}

}  // namespace
}  // namespace poseaae::test
