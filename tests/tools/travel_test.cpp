#include <gmock/gmock.h>

#include <cmath>

#include "fixture.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/root_path.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::test {
namespace {

/// Programs that follow a clip (t.bvh, support/traveller.hpp) follow it through the room.
class Travel : public ToolTest {
 protected:
  mocap::Motion dance(const std::string& program, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--out", output("x.bvh")});
    (void)run_with_model(program, arguments);
    return mocap::read_bvh(output("x.bvh")).motion;
  }
  /// The largest distance of a joint between two motions, metres.
  static double farthest(const mocap::Motion& a, const mocap::Motion& b) {
    const auto p = mocap::joint_positions(a);
    const auto q = mocap::joint_positions(b);
    if (p.size() != q.size()) return INFINITY;
    double largest = 0.0;
    for (std::size_t i = 0; i < p.size(); ++i) largest = std::max(largest, std::abs(p[i] - q[i]));
    return largest;
  }
  /// The same way over the floor, and the same heading.
  static void expect_same_way(const mocap::Motion& found, const mocap::Motion& clip) {
    ASSERT_EQ(found.frames(), clip.frames());
    const auto a = footing::root_path_of(found);
    const auto b = footing::root_path_of(clip);
    EXPECT_LT((a.origin - b.origin).norm(), 1e-4);
    EXPECT_LT((a.rows - b.rows).leftCols(2).cwiseAbs().maxCoeff(), 1e-4F);
    for (int t = 0; t < found.frames(); ++t) EXPECT_NEAR(a.clearance(t), b.clearance(t), 0.1);
  }
  static double largest_step(const mocap::Motion& motion) {
    double largest = 0.0;
    for (int t = 0; t + 1 < motion.frames(); ++t) {
      const mocap::Vec3 step = motion.root_position(t + 1) - motion.root_position(t);
      largest = std::max(largest, std::hypot(step.x(), step.z()));
    }
    return largest;
  }
  static std::string travelling() { return input("t.bvh"); }
};

TEST_F(Travel, AnOffsetOfNothingWithDetailIsTheClip) {
  const auto original = clip("t.bvh");
  EXPECT_LT(
      farthest(dance("pose_offset", {travelling(), "--amplitude", "0", "--detail"}), original),
      1e-4);
  const auto slow =
      dance("pose_offset", {travelling(), "--amplitude", "0", "--detail", "--slow", "2"});
  ASSERT_EQ(slow.frames(), 2 * original.frames() - 1);
  EXPECT_LT((slow.root_position(100) - original.root_position(50)).norm(), 0.01);
}

TEST_F(Travel, OffsetsMixesAndStylesKeepTheWay) {
  const auto original = clip("t.bvh");
  expect_same_way(dance("pose_offset", {travelling(), "--amplitude", "0"}), original);
  expect_same_way(dance("pose_mix", {travelling(), input("b.bvh"), "--factor", "0"}), original);
  expect_same_way(dance("pose_morph", {travelling()}), original);
  const auto styled =
      run_program("pose_style", {"transfer", travelling(), "--style-clip", input("a.bvh"),
                                 "--neutral-clip", input("a.bvh"), "--model",
                                 input("model.safetensors"), "--out", output("s.bvh")});
  ASSERT_EQ(styled.exit_code, 0) << styled.err;
  expect_same_way(mocap::read_bvh(output("s.bvh")).motion, original);
}

TEST_F(Travel, MixesAndTransitionsMoveNoFasterThanTheirClips) {
  const double fastest = largest_step(clip("t.bvh"));
  const std::string early = travelling() + ":0:50";  // up to mid-air
  const std::string late = travelling() + ":20:80";
  EXPECT_LT(largest_step(dance("pose_mix", {early, late})), fastest + 1e-4);
  const auto both = dance("pose_morph", {early, late});
  EXPECT_LT(largest_step(both), fastest + 1e-4);
  EXPECT_GT(largest_step(both), 0.9 * fastest);
}

TEST_F(Travel, InPlaceIsTheChoice) {
  const std::string early = travelling() + ":0:50";
  const std::string late = travelling() + ":20:80";
  const auto wanted = latent::decode(model(), latent::encode(model(), clip("t.bvh")),
                                     {.travel = latent::Travel::kNone});
  EXPECT_LT(
      farthest(dance("pose_offset", {travelling(), "--amplitude", "0", "--in-place"}), wanted),
      1e-5);
  EXPECT_EQ(largest_step(dance("pose_mix", {early, late, "--in-place"})), 0.0);
  const auto morph =
      dance("pose_morph", {early, late, "--in-place", "--save-path", output("p.yaml")});
  EXPECT_EQ(largest_step(morph), 0.0);
  EXPECT_LT(farthest(dance("pose_morph", {"--path", output("p.yaml")}), morph), 1e-5);
  EXPECT_EQ(largest_step(dance("pose_offset", {travelling(), "--preset", "tutorial"})), 0.0);
  EXPECT_EQ(largest_step(dance("pose_offset", {travelling(), "--no-plant"})), 0.0);
  EXPECT_EQ(largest_step(dance("pose_walk", {"--in-place"})), 0.0);
  EXPECT_EQ(largest_step(dance("pose_mix", {early, late, "--travel", "none"})), 0.0);
  expect_failure("pose_walk",
                 {"--model", input("model.safetensors"), "--in-place", "--travel", "feet", "--out",
                  output("w.gif")},
                 2, "--in-place");
}

TEST_F(Travel, EncodingsKeepTheWay) {
  (void)run_with_model("pose_encode", {travelling(), "--out", output("e.h5")});
  write_file(output("p.yaml"), "phrases: [{latents: \"" + output("e.h5") + "\"}]\n");
  expect_same_way(dance("pose_morph", {"--path", output("p.yaml")}), clip("t.bvh"));
  (void)run_with_model("pose_offset", {travelling(), "--amplitude", "0.2", "--latents",
                                       output("e.h5"), "--out", output("o.csv")});
  expect_same_way(dance("pose_morph", {"--path", output("p.yaml")}), clip("t.bvh"));
}

}  // namespace
}  // namespace poseaae::test
