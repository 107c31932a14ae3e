#include <gmock/gmock.h>

#include "fixture.hpp"
#include "poseaae/footing/skating.hpp"
#include "poseaae/mocap/bvh.hpp"

namespace poseaae::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// How dancers stand: --plant ik, root or off.
class Plant : public ToolTest {
 protected:
  mocap::Motion dance(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--out", output("x.bvh")});
    said_ = run_with_model(program_, arguments);
    return mocap::read_bvh(output("x.bvh")).motion;
  }
  /// The largest angle between the rotations of two motions, radians, of `joints`.
  static double turned(const mocap::Motion& a, const mocap::Motion& b, std::vector<int> joints) {
    EXPECT_EQ(a.frames(), b.frames());
    double largest = 0.0;
    for (int t = 0; t < a.frames(); ++t) {
      for (const int j : joints) {
        largest = std::max(largest, math::angle_between(a.rotation(t, j), b.rotation(t, j)));
      }
    }
    return largest;
  }
  static std::vector<int> joints_of(const mocap::Motion& motion, bool legs) {
    std::vector<int> joints;
    for (int j = 0; j < motion.joints(); ++j) {
      bool leg = false;
      for (const auto& foot : footing::feet_of(motion.skeleton())) {
        leg = leg || j == foot.hip || j == foot.knee || j == foot.ankle;
      }
      if (leg == legs) joints.push_back(j);
    }
    return joints;
  }

  std::string program_ = "pose_walk";
  std::string said_;
};

TEST_F(Plant, ChoosesHowAWalkStands) {
  const std::vector<std::string> slow{"--seconds", "4", "--time-scale", "2", "--seed", "5"};
  const auto with = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = slow;
    arguments.insert(arguments.end(), more.begin(), more.end());
    return dance(arguments);
  };
  const auto off = with({"--no-plant"});
  EXPECT_EQ(off.root_position(50).norm(), 0.0);
  EXPECT_LT(turned(with({"--plant", "off"}), off, joints_of(off, true)), 1e-6);
  EXPECT_THAT(said_, Not(HasSubstr("feet stand")));

  const auto root = with({"--plant", "root"});
  EXPECT_GT(root.root_position(50).y(), 0.1);
  EXPECT_LT(turned(root, off, joints_of(off, true)), 1e-6);

  const auto ik = with({"--plant", "ik"});
  EXPECT_THAT(said_, HasSubstr("turned hips, knees and ankles by"));
  EXPECT_LT(turned(ik, root, joints_of(root, false)), 1e-6);
  EXPECT_GT(turned(ik, root, joints_of(root, true)), 0.01);
  const auto contacts = footing::contacts_of(root);
  const auto before = footing::skating_of(root, contacts);
  ASSERT_GT(before.pairs, 20);
  EXPECT_LT(footing::skating_of(ik, contacts).speed_mps, 0.5 * before.speed_mps);

  EXPECT_LT(turned(with({}), ik, joints_of(ik, true)), 1e-6);  // the default
}

TEST_F(Plant, AReconstructionStandsWhereTheClipStands) {
  program_ = "pose_render";
  const std::vector<std::string> clip{input("a.bvh"), "--show", "reconstruction"};
  const auto with = [&](const std::string& plant) {
    std::vector<std::string> arguments = clip;
    arguments.insert(arguments.end(), {"--plant", plant});
    return dance(arguments);
  };
  const auto root = dance(clip);
  const auto contacts = footing::contacts_of(this->clip("a.bvh"));
  const auto before = footing::skating_of(root, contacts);
  ASSERT_GT(before.pairs, 20);
  EXPECT_LT(turned(with("root"), root, joints_of(root, true)), 1e-6);
  EXPECT_EQ(with("off").root_position(30).norm(), 0.0);
  const auto ik = with("ik");
  EXPECT_THAT(said_, HasSubstr("feet stand"));
  EXPECT_LT(footing::skating_of(ik, contacts).speed_mps, 0.5 * before.speed_mps);
}

TEST_F(Plant, RefusesWhatItDoesNotKnow) {
  const std::vector<std::string> rest{"--model", input("model.safetensors"), "--out",
                                      output("w.gif")};
  const auto failing = [&](std::vector<std::string> arguments, const std::string& part) {
    arguments.insert(arguments.end(), rest.begin(), rest.end());
    expect_failure("pose_walk", arguments, 2, part);
  };
  failing({"--plant", "feet"}, "--plant");
  failing({"--plant", "ik", "--no-plant"}, "--no-plant");
}

}  // namespace
}  // namespace poseaae::test
