// Real files of other formats, against computations that are not ours.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "folders.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

/// Each bone of CMU's walk begins where acclaim.py says that it does.
TEST(Formats, AWalkOfCmuIsWhereForwardKinematicsHasIt) {
  const fs::path amc = test::formats_dir() / "11_01.amc";
  const Clip clip = load_clip({amc}, {});
  EXPECT_THAT(clip.warnings, ElementsAre());
  EXPECT_EQ(clip.motion.fps(), 120.0);
  EXPECT_EQ(clip.motion.joints(), 31);
  const auto script = test::source_dir() / "tests" / "golden" / "acclaim.py";
  const auto done = test::run_successfully(
      "/usr/bin/python3",
      {script.string(), (test::formats_dir() / "11.asf").string(), amc.string(), "0", "200", "-1"});
  std::istringstream lines(done.out);
  int compared = 0;
  std::string bone;
  for (int frame = 0; lines >> frame >> bone;) {
    Vec3 begin;
    Vec3 end;
    for (double& x : begin) lines >> x;
    for (double& x : end) lines >> x;
    const int joint = compared++ % 31;  // both list the hierarchy depth first
    const int t = frame < 0 ? clip.motion.frames() + frame : frame;
    const WorldPose pose = forward_kinematics(clip.motion, t);
    EXPECT_LT((pose.positions[static_cast<std::size_t>(joint)] - begin).norm(), 1e-8)
        << bone << " as " << clip.motion.skeleton().name(joint) << " in frame " << t;
  }
  EXPECT_EQ(compared, 3 * 31);
}

TEST(Formats, AWalkOfCmuHasTheJointsOfItsBvhFiles) {
  const Skeleton amc = load_clip({test::formats_dir() / "11_01.amc"}, {}).motion.skeleton();
  for (const char* name : {"Hips", "LHipJoint", "LeftUpLeg", "Spine1", "RThumb", "Head"}) {
    EXPECT_TRUE(amc.find(name)) << name;
  }
  EXPECT_EQ(amc.parent(amc.find("LeftArm").value()), amc.find("LeftShoulder").value());
}

/// Kimodo's file has the places as well as the rotations.
TEST(Formats, AWalkOfKimodoKeepsItsPlaces) {
  const fs::path file = test::formats_dir() / "kimodo_walk.npz";
  const Clip clip = load_clip({file}, {});
  EXPECT_THAT(clip.warnings, ElementsAre());
  EXPECT_EQ(clip.motion.fps(), 30.0);
  EXPECT_EQ(clip.motion.skeleton().name(12), "LeftForeArm");
  EXPECT_THAT(clip.motion.translations(), testing::IsEmpty());
  const auto done = test::run_successfully(
      "/usr/bin/python3", {"-c",
                           "import numpy, sys\n"
                           "for row in numpy.load(sys.argv[1])['posed_joints'].reshape(-1, 3):\n"
                           "  print(*map(float, row))",
                           file.string()});
  std::istringstream lines(done.out);
  const std::vector<double> found = joint_positions(clip.motion);
  double most = 0.0;
  std::size_t count = 0;
  for (double place = 0.0; lines >> place && count < found.size(); ++count) {
    most = std::max(most, std::abs(found[count] - place));
  }
  EXPECT_EQ(count, found.size());
  EXPECT_LT(most, 1e-4);
}

}  // namespace
}  // namespace poseaae::mocap
