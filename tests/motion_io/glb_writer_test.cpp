#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

using testing::HasSubstr;

const MotionFormat& glb() {
  return *std::ranges::find(motion_formats(), ".glb", &MotionFormat::extension);
}

/// What gltf_reader.py says, which is written from the specification and shares nothing with the
/// project.
std::string reader_says(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(),
                   (test::source_dir() / "tests/motion_io/gltf_reader.py").string());
  const auto result = test::run_program("/usr/bin/python3", arguments);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return result.out;
}

/// The largest distance between a joint or a tip of the BVH file and of the GLB, in metres.
double distance(const std::filesystem::path& bvh, const std::filesystem::path& file) {
  const std::string said = reader_says({"compare", bvh.string(), file.string()});
  const auto at = said.find("largest ");
  return at == said.npos ? std::numeric_limits<double>::infinity() : std::stod(said.substr(at + 8));
}

class GlbWriter : public testing::Test {
 protected:
  test::TemporaryFolder folder_;
  std::filesystem::path out_ = folder_ / "out.glb";

  static std::filesystem::path clip(const std::string& name) { return test::source_dir() / name; }

  std::string json_of(const Motion& motion, const WriteOptions& options = {}) {
    glb().write(out_, motion, options);
    const std::string bytes = read_file(out_);
    return bytes.substr(20, bytes.find('\0', 20) - 20);
  }

  static Motion two_joints(int frames) {
    return {Skeleton({"a", "b"}, {-1, 0}, {Vec3::Zero(), Vec3::UnitY()}, {{1, Vec3::UnitY(), ""}}),
            30.0, frames};
  }
};

TEST_F(GlbWriter, JointsAndTipsAreWhereTheBvhFileHasThem) {
  for (const std::string name :
       {"data/waltz_sway.bvh", "data/bodies/child_play.bvh", "data/travelling/leaps_across.bvh"}) {
    const Clip read = load_clip({clip(name), 0, 25}, {});
    write_bvh(folder_ / "part.bvh", read.motion, {.angle_decimals = 9, .length_decimals = 9});
    for (const std::string form : {"compact", "float"}) {
      glb().write(out_, read.motion, {.form = form});
      EXPECT_LT(distance(folder_ / "part.bvh", out_), form == "float" ? 1e-6 : 1e-5) << name;
      EXPECT_THAT(reader_says({"check", out_.string()}), HasSubstr("bodies 1")) << name;
    }
  }
}

TEST_F(GlbWriter, WritesEveryOrderOfAnglesAndPositionsBelowTheRoot) {
  int clips = 0;
  for (const auto& entry : std::filesystem::directory_iterator(clip("tests/golden/clips"))) {
    if (entry.path().extension() != ".bvh") continue;
    ClipOptions options;
    options.up = Up::kY;
    glb().write(out_, load_clip({entry.path()}, options).motion, {});
    EXPECT_LT(distance(entry.path(), out_), 1e-5) << entry.path();
    ++clips;
  }
  EXPECT_GT(clips, 5);
}

TEST_F(GlbWriter, AxesOfJointsChangeNoPlace) {
  const Motion motion = load_clip({clip("data/slow_arms.bvh"), 0, 20}, {}).motion;
  write_bvh(folder_ / "part.bvh", motion, {.angle_decimals = 9, .length_decimals = 9});
  Random random(5);
  WriteOptions options;
  for (int j = 0; j < motion.joints(); ++j) {
    options.axes.push_back(
        Quat(random.normal(), random.normal(), random.normal(), random.normal()).normalized());
  }
  glb().write(out_, motion, options);
  EXPECT_LT(distance(folder_ / "part.bvh", out_), 1e-5);
  reader_says({"check", out_.string()});
  const Clip back = load_clip({out_}, {});
  ASSERT_EQ(back.axes.size(), options.axes.size());
  for (int j = 0; j < motion.joints(); ++j) {
    EXPECT_LT(math::angle_between(back.axes[j], options.axes[j]), 5e-6);
    EXPECT_LT(math::angle_between(back.motion.rotation(9, j), motion.rotation(9, j)), 1e-4);
    if (j == 0) continue;  // the root stands on the floor
    EXPECT_LT((back.motion.skeleton().offset(j) - motion.skeleton().offset(j)).norm(), 1e-6);
  }
  options.axes.pop_back();
  EXPECT_THROW(glb().write(out_, motion, options), UsageError);
}

TEST_F(GlbWriter, SignsOfRotationsDoNotJump) {
  Motion motion = two_joints(20);
  for (int t = 0; t < 20; ++t) {
    motion.set_rotation(t, 0, math::from_rotation_vector({0.1 * t, 0, 0}));
    if (t % 3 != 0) continue;
    for (int k = 0; k < 4; ++k) motion.rotations()[8 * t + k] *= -1.0;  // the same rotation
  }
  glb().write(out_, motion, {});
  reader_says({"check", out_.string()});
}

TEST_F(GlbWriter, WhatStaysHasOneKeyOrNone) {
  Motion motion = two_joints(50);
  const std::string still = json_of(motion);
  EXPECT_THAT(still, HasSubstr(R"("path":"translation")")) << "says how long the clip is";
  EXPECT_THAT(still, testing::Not(HasSubstr(R"("path":"rotation")")));
  for (int t = 0; t < 50; ++t) motion.set_root_position(t, {0, 0.01 * t, 0});
  for (int t = 0; t < 50; ++t) motion.set_rotation(t, 1, math::from_rotation_vector({1, 0, 0}));
  const std::string turned = json_of(motion, {.body = false});
  EXPECT_THAT(turned, HasSubstr(R"("count":1,"type":"VEC4")"));
  EXPECT_THAT(turned, HasSubstr(R"("count":50,"type":"VEC3")"));
  EXPECT_THAT(turned, testing::Not(HasSubstr("mesh")));
}

TEST_F(GlbWriter, OneFrameAndNamesInAnyEncoding) {
  const Skeleton skeleton({"mixamorig:Hips \"1\"",
                           "Sch\xE4"
                           "del"},
                          {-1, 0}, {Vec3::Zero(), Vec3::UnitY()}, {{1, Vec3::UnitY(), "tip"}});
  const std::string json = json_of(Motion(skeleton, 30.0, 1));
  EXPECT_THAT(json, HasSubstr(R"("mixamorig:Hips \"1\"")"));
  EXPECT_THAT(json, HasSubstr("Sch\u00e4del"));
  EXPECT_THAT(json, HasSubstr(R"("name":"tip")"));
  reader_says({"check", out_.string()});
}

TEST_F(GlbWriter, RefusesWhatCannotBeWritten) {
  const auto error_of = [&](const Motion& motion, const WriteOptions& options) {
    try {
      glb().write(out_, motion, options);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("none");
  };
  EXPECT_EQ(error_of(two_joints(0), {}),
            "GLB: expected a motion with at least one frame, found none");
  EXPECT_EQ(error_of(two_joints(1), {.form = "big"}),
            "GLB: expected the form 'compact' or 'float', found 'big'");
  Motion wrong = two_joints(3);
  wrong.rotations()[wrong.rotations().size() - 1] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(error_of(wrong, {}),
            "joint 'b', frame 2: expected finite numbers to write as glTF, found others");
  EXPECT_THAT(folder_.entries(), testing::IsEmpty());
}

}  // namespace
}  // namespace poseaae::mocap
