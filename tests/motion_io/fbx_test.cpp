#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// A place and a rotation in the world.
struct Pose {
  Vec3 place;
  Quat rotation;
};

/// tests/golden/fbx_small.txt by clip, frame and joint.
std::map<std::string, Pose> golden() {
  std::ifstream file(test::source_dir() / "tests" / "golden" / "fbx_small.txt");
  std::map<std::string, Pose> poses;
  std::string clip, frame, joint;
  double x, y, z, w, i, j, k;
  while (file >> clip >> frame >> joint >> x >> y >> z >> w >> i >> j >> k) {
    poses[clip + " " + frame + " " + joint] = {{x, y, z}, {w, i, j, k}};
  }
  return poses;
}

std::string small_file() { return read_file(test::source_dir() / "tests/golden/fbx_small.fbx"); }

Clip read(const std::string& reference, const std::string& bytes) {
  ClipOptions options;
  options.up = Up::kY;
  return load_clip(ClipReference::parse(reference), options, bytes);
}

const MotionFormat& fbx() {
  for (const MotionFormat& format : motion_formats()) {
    if (format.extension == ".fbx") return format;
  }
  throw std::runtime_error("no format .fbx");
}

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

/// Every joint of every frame is where the golden values have it, `turn` turned.
void expect_golden(const Clip& clip, const std::string& name, const Quat& turn) {
  const auto expected = golden();
  const Motion& motion = clip.motion;
  ASSERT_EQ(clip.axes.size(), static_cast<std::size_t>(motion.joints()));
  const std::vector<double> places = joint_positions(motion);
  for (int t = 0; t < motion.frames(); ++t) {
    std::vector<Quat> world;
    for (int j = 0; j < motion.joints(); ++j) {
      const std::string& joint = motion.skeleton().name(j);
      const int parent = motion.skeleton().parent(j);
      world.push_back(parent < 0 ? motion.rotation(t, j)
                                 : world[static_cast<std::size_t>(parent)] * motion.rotation(t, j));
      const std::string key = name + " " + std::to_string(t) + " " + joint;
      ASSERT_TRUE(expected.contains(key)) << key;
      const Pose& pose = expected.at(key);
      const double* p = &places[3 * static_cast<std::size_t>(t * motion.joints() + j)];
      EXPECT_LT((turn * pose.place - Vec3(p[0], p[1], p[2])).norm(), 1e-5) << key;
      // With the axes of the file, the rotation is the file's.
      const Quat rotation = world.back() * clip.axes[static_cast<std::size_t>(j)];
      EXPECT_LT(math::angle_between(turn * pose.rotation, rotation), 1e-5) << key;
    }
  }
}

TEST(Fbx, JointsAreWhereTheFormulaOfTheFormatPutsThem) {
  const Clip walk = read("a.fbx", small_file());
  EXPECT_THAT(walk.motion.skeleton().names(), ElementsAre("Hips", "Spine", "Head", "Leg"));
  EXPECT_THAT(walk.motion.skeleton().parents(), ElementsAre(-1, 0, 1, 0));
  EXPECT_EQ(walk.motion.frames(), 7);
  EXPECT_EQ(walk.motion.fps(), 60000.0 / 1001.0);
  EXPECT_TRUE(walk.warnings.empty()) << walk.warnings.front();
  EXPECT_EQ(walk.name, "a");
  expect_golden(walk, "Walk", Quat::Identity());
  const Clip turn = read("a.fbx#Turn", small_file());
  EXPECT_EQ(turn.motion.frames(), 5);
  EXPECT_EQ(turn.name, "Turn");
  expect_golden(turn, "Turn", Quat::Identity());
}

TEST(Fbx, TheRestPoseIsWhereTheSkinWasBound) {
  const Clip clip = read("a.fbx", small_file());
  const auto expected = golden();
  for (int j = 0; j < clip.motion.joints(); ++j) {
    const Pose& pose = expected.at("rest 0 " + clip.motion.skeleton().name(j));
    EXPECT_LT(math::angle_between(pose.rotation, clip.axes[static_cast<std::size_t>(j)]), 1e-5);
  }
  // All rotations 1, the joints are where they were bound.
  const Vec3 hips = expected.at("rest 0 Hips").place, leg = expected.at("rest 0 Leg").place;
  EXPECT_LT((clip.motion.skeleton().offset(3) - (leg - hips)).norm(), 1e-5);
  ASSERT_EQ(clip.motion.skeleton().end_sites().size(), 1u);
  const EndSite& toe = clip.motion.skeleton().end_sites()[0];
  EXPECT_EQ(toe.name, "Toe");
  EXPECT_EQ(toe.parent, 3);
  EXPECT_LT((toe.offset - (expected.at("rest 0 Toe").place - leg)).norm(), 1e-5);
}

/// The head turns about a pivot beside its place, and the neck of "Turn" grows.
TEST(Fbx, PlacesThatChangeAreTracks) {
  for (const char* name : {"a.fbx", "a.fbx#Turn"}) {
    const Clip clip = read(name, small_file());
    ASSERT_EQ(clip.motion.translations().size(), 1u) << name;
    EXPECT_EQ(clip.motion.translations().begin()->first, 2);
  }
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t place = text.find(from);
  if (place == std::string::npos) throw std::runtime_error("not found: " + from);
  return text.replace(place, from.size(), to);
}

/// Z up, as Blender and 3ds Max work: what the file calls z is y, and its -y comes towards us.
TEST(Fbx, AFileWithZUpIsTurned) {
  std::string bytes = replaced(small_file(), "\"UpAxis\", \"int\", \"Integer\", \"\",1",
                               "\"UpAxis\", \"int\", \"Integer\", \"\",2");
  bytes = replaced(bytes, "\"FrontAxis\", \"int\", \"Integer\", \"\",2",
                   "\"FrontAxis\", \"int\", \"Integer\", \"\",1");
  bytes = replaced(bytes, "\"FrontAxisSign\", \"int\", \"Integer\", \"\",1",
                   "\"FrontAxisSign\", \"int\", \"Integer\", \"\",-1");
  const Quat turn(Eigen::AngleAxisd(-0.5 * EIGEN_PI, Vec3::UnitX()));
  expect_golden(read("a.fbx", bytes), "Walk", turn);
}

TEST(Fbx, TimeModesAreRates) {
  const auto rate = [](const std::string& mode) {
    return read("a.fbx", replaced(small_file(), "\"TimeMode\", \"enum\", \"\", \"\",17",
                                  "\"TimeMode\", \"enum\", \"\", \"\"," + mode))
        .motion.fps();
  };
  EXPECT_EQ(rate("3"), 60.0);
  EXPECT_EQ(rate("6"), 30.0);
  EXPECT_EQ(rate("9"), 30000.0 / 1001.0);
  EXPECT_EQ(rate("10"), 25.0);
  EXPECT_EQ(rate("11"), 24.0);
  EXPECT_EQ(rate("13"), 24000.0 / 1001.0);
  EXPECT_EQ(rate("0"), 60000.0 / 1001.0);  // not told: that of the keys
  ClipOptions options;
  options.source_fps = 50.0;
  EXPECT_EQ(load_clip({"a.fbx"}, options, small_file()).motion.fps(), 50.0);
}

TEST(Fbx, ClipsAreNamed) {
  const std::string bytes = small_file();
  EXPECT_THAT(fbx().clips({bytes, "a.fbx", ""}), ElementsAre("Walk", "Turn"));
  const std::string message = message_of([&] { static_cast<void>(read("a.fbx#Tern", bytes)); });
  EXPECT_EQ(message,
            "a.fbx: expected a clip of the file (Walk, Turn), found '#Tern'; did you mean "
            "'#Turn'?");
  EXPECT_THROW(static_cast<void>(read("a.fbx#Tern", bytes)), UsageError);
}

/// Older programs write names in the letters of their country.
TEST(Fbx, NamesAreUtf8) {
  const Clip clip = read("a.fbx", replaced(small_file(), "Model::Spine", "Model::Sp\xefne"));
  EXPECT_EQ(clip.motion.skeleton().name(1), "Sp\xc3\xafne");
}

TEST(Fbx, WhatIsNoFbxIsRefused) {
  EXPECT_THAT(message_of([] { static_cast<void>(read("a.fbx", "hello")); }),
              HasSubstr("a.fbx: expected an FBX file, binary or as text, found something else"));
  const std::string bytes = small_file();
  for (const std::size_t size : {bytes.size() / 3, bytes.size() / 2, bytes.size() - 900}) {
    const std::string message =
        message_of([&] { static_cast<void>(read("a.fbx", bytes.substr(0, size))); });
    EXPECT_THAT(message, testing::StartsWith("a.fbx: expected")) << size;
  }
  const std::string empty = "FBXHeaderExtension:  {\n}\nObjects:  {\n}\nConnections:  {\n}\n";
  EXPECT_THROW(static_cast<void>(read("a.fbx", empty)), InputError);
}

/// Whatever the program does, the one that asked goes on and says what happened.
TEST(Fbx, AReaderThatFailsIsAnError) {
  const test::TemporaryFolder folder;
  const auto with = [&](const std::string& script) {
    std::ofstream(folder / "read_fbx") << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(folder / "read_fbx", std::filesystem::perms::owner_all);
    return message_of([] { static_cast<void>(read("a.fbx", "x")); });
  };
  ::setenv("POSEAAE_HELPERS", folder.path().c_str(), 1);
  EXPECT_THAT(
      message_of([] { static_cast<void>(read("a.fbx", "x")); }),
      AllOf(HasSubstr("install the package poseaae-fbx"), HasSubstr(folder.path().string())));
  EXPECT_THAT(with("kill -SEGV $$"), HasSubstr("ended with signal 11 (Segmentation fault)"));
  EXPECT_THAT(with("exit 9"), HasSubstr("ended with exit status 9"));
  EXPECT_THAT(with("echo '3: because' >&2; exit 3"), HasSubstr("a.fbx: 3: because"));
  EXPECT_THAT(with("echo garbage"), testing::StartsWith("a.fbx: "));
  EXPECT_THAT(with(":"), testing::StartsWith("a.fbx: "));
  ::unsetenv("POSEAAE_HELPERS");
}

}  // namespace
}  // namespace poseaae::mocap
