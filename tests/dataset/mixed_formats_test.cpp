// Clips of several formats, each with a skeleton of its own, in one set.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <optional>

#include "mocap/bodies.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "support/support.hpp"

namespace poseaae::dataset {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr int kFrames = 30;
constexpr double kKnee_deg = 35.0;

/// A body with the bones that those of CMU have, in T-pose; lengths in its unit of 5.644 cm.
std::string asf() {
  std::string bones;
  std::string tree = "  root lhipjoint rhipjoint lowerback\n";
  int id = 0;
  const auto bone = [&](const std::string& name, double x, double y, double z, double length) {
    const double norm = std::sqrt(x * x + y * y + z * z);
    bones += fmt::format(
        "  begin\n  id {}\n  name {}\n  direction {} {} {}\n  length {}\n  axis 0 0 0 XYZ\n"
        "  dof rx ry rz\n  end\n",
        ++id, name, x / norm, y / norm, z / norm, length);
  };
  for (const auto& [mark, side] : {std::pair("l", 1.0), std::pair("r", -1.0)}) {
    bone(std::string(mark) + "hipjoint", side * 1.6, -0.7, 0, 1.9);
    bone(std::string(mark) + "femur", 0, -1, 0, 7.3);
    bone(std::string(mark) + "tibia", 0, -1, 0, 7.2);
    bone(std::string(mark) + "foot", 0, -0.4, 1, 2.3);
    tree += fmt::format("  {0}hipjoint {0}femur\n  {0}femur {0}tibia\n  {0}tibia {0}foot\n", mark);
  }
  bone("lowerback", 0, 1, 0, 2.0);
  bone("upperback", 0, 1, 0, 2.0);
  bone("thorax", 0, 1, 0, 2.0);
  bone("upperneck", 0, 1, 0, 1.6);
  bone("head", 0, 1, 0, 3.0);
  tree +=
      "  lowerback upperback\n  upperback thorax\n  thorax upperneck lclavicle rclavicle\n"
      "  upperneck head\n";
  for (const auto& [mark, side] : {std::pair("l", 1.0), std::pair("r", -1.0)}) {
    bone(std::string(mark) + "clavicle", side, 0.3, 0, 3.2);
    bone(std::string(mark) + "humerus", side, 0, 0, 4.8);
    bone(std::string(mark) + "radius", side, 0, 0, 4.3);
    bone(std::string(mark) + "hand", side, 0, 0, 1.5);
    tree += fmt::format("  {0}clavicle {0}humerus\n  {0}humerus {0}radius\n  {0}radius {0}hand\n",
                        mark);
  }
  return ":version 1.10\n:name person\n:units\n  mass 1.0\n  length 0.45\n  angle deg\n:root\n"
         "  order TX TY TZ RX RY RZ\n  axis XYZ\n  position 0 0 0\n  orientation 0 0 0\n"
         ":bonedata\n" +
         bones + ":hierarchy\n  begin\n" + tree + "  end\n";
}

/// Standing, while the left knee bends to kKnee_deg; 30 frames at 120 fps.
std::string amc() {
  std::string rows = ":FULLY-SPECIFIED\n:DEGREES\n";
  for (int t = 0; t < kFrames; ++t) {
    rows += fmt::format("{}\nroot 0 16.1 0 0 0 0\nltibia {} 0 0\n", t + 1,
                        kKnee_deg * t / (kFrames - 1));
  }
  return rows;
}

class MixedFormats : public testing::Test {
 protected:
  void SetUp() override {
    dance_ = mocap::read_bvh(poseaae::test::source_dir() / "data" / "street_step.bvh")
                 .motion.slice(100, 100 + kFrames);
    mocap::write_bvh(folder_ / "a.bvh", *dance_);
    write("b.glb", {}, named([](const std::string& name) { return "mixamorig:" + name; }));
    const std::vector<std::string> smpl{
        "pelvis",       "spine1",         "spine2",        "spine3",      "neck",
        "head",         "left_collar",    "left_shoulder", "left_elbow",  "left_wrist",
        "right_collar", "right_shoulder", "right_elbow",   "right_wrist", "left_hip",
        "left_knee",    "left_ankle",     "left_foot",     "right_hip",   "right_knee",
        "right_ankle",  "right_foot"};
    write("c.npz", "amass",
          named([&](const std::string& name) { return smpl[*dance_->skeleton().find(name)]; }));
    write_file(folder_ / "person.asf", asf());
    write_file(folder_ / "d.amc", amc());
    for (const char* name : {"a.bvh", "b.glb", "c.npz", "d.amc"}) {
      options_.clips.push_back((folder_ / name).string());
    }
  }

  [[nodiscard]] mocap::Motion named(const std::function<std::string(const std::string&)>& name) {
    mocap::Motion other(mocap::test::renamed(dance_->skeleton(), name), dance_->fps(),
                        dance_->frames());
    std::ranges::copy(dance_->rotations(), other.rotations().begin());
    std::ranges::copy(dance_->root_positions(), other.root_positions().begin());
    return other;
  }
  void write(const std::string& name, const std::string& form, const mocap::Motion& motion) {
    mocap::format_of(name)->write(folder_ / name, motion, {.form = form});
  }
  /// The angle of a joint's rotation in a pose of the set, degrees.
  static double turn(const PoseDataset& data, int pose, const std::string& joint) {
    const int j = data.skeleton.find(joint).value();
    const double w = std::abs(data.poses(pose, 4 * j));
    return 2.0 * std::acos(std::min(1.0, w)) * 180.0 / std::numbers::pi;
  }

  poseaae::test::TemporaryFolder folder_;
  std::optional<mocap::Motion> dance_;
  DatasetOptions options_;
};

TEST_F(MixedFormats, BecomeOneSetOnTheBodyOfTheFirst) {
  options_.clip.retarget = true;
  const PoseDataset data = gather(options_);
  EXPECT_EQ(data.skeleton.names(), dance_->skeleton().names());
  ASSERT_THAT(data.clips, SizeIs(4));
  ASSERT_EQ(data.clips[1].frames, kFrames);
  ASSERT_EQ(data.clips[3].frames, 8);  // of 120 frames a second, 30
  const auto differs = [&](int clip) {
    const Batch apart = data.poses.middleRows(data.clips[clip].first, kFrames).cwiseAbs() -
                        data.poses.topRows(kFrames).cwiseAbs();
    return apart.cwiseAbs().maxCoeff();
  };
  EXPECT_LT(differs(1), 1e-4F);  // the same body under other names
  EXPECT_LT(differs(2), 0.15F);  // that of SMPL: 0.15 is 17 degrees
  for (int t = 0; t < kFrames; ++t) {
    for (const char* joint : {"LeftForeArm", "RightForeArm", "LeftLeg", "RightLeg"}) {
      EXPECT_NEAR(turn(data, data.clips[2].first + t, joint), turn(data, t, joint), 6.0) << joint;
    }
  }
  const int last = data.clips[3].first + data.clips[3].frames - 1;
  EXPECT_NEAR(turn(data, last, "LeftLeg"), kKnee_deg * 28.0 / 29.0, 4.0);
  EXPECT_LT(turn(data, last, "RightLeg"), 4.0);
  EXPECT_LT(turn(data, last, "LeftForeArm"), 4.0);
}

TEST_F(MixedFormats, AreRefusedWithAHintWithoutRetargeting) {
  try {
    (void)gather(options_);
    FAIL() << "expected a refusal";
  } catch (const UsageError& problem) {
    EXPECT_THAT(problem.what(), HasSubstr("b.glb: expected the skeleton of"));
    EXPECT_THAT(problem.what(), HasSubstr("have them moved onto it (data.retarget)"));
  }
}

}  // namespace
}  // namespace poseaae::dataset
