#include "poseaae/motion_io/formats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

Motion two_joints() {
  return {Skeleton({"a", "b"}, {-1, 0}, {Vec3::Zero(), Vec3::UnitY()}, {}), 30.0, 3};
}

TEST(MotionFormats, AreKnownByExtensionsOfTheirOwn) {
  std::vector<std::string> extensions;
  for (const MotionFormat& format : motion_formats()) {
    EXPECT_EQ(lower_extension("a" + format.extension), format.extension);
    EXPECT_FALSE(format.holds.empty()) << format.extension;
    EXPECT_THAT(extensions, testing::Not(testing::Contains(format.extension)));
    extensions.push_back(format.extension);
  }
  EXPECT_THAT(extensions, testing::IsSupersetOf({".bvh", ".h5", ".csv"}));
  EXPECT_THAT(clip_extensions(), testing::IsSubsetOf(extensions));
  EXPECT_THAT(clip_kinds(), testing::StartsWith("BVH"));
}

TEST(MotionFormats, TheWriterOfAnOutputIsNamedByItsExtension) {
  EXPECT_EQ(writer_of("there/a.GLB").extension, ".glb");
  const auto refused = [](const char* output) -> std::string {
    try {
      return writer_of(output).extension + " is written";
    } catch (const UsageError& problem) {
      return problem.what();
    }
  };
  EXPECT_THAT(refused("a.amc"),
              testing::StartsWith("a.amc: expected an output named .bvh, .npz, "));
  EXPECT_THAT(refused("a.amc"), testing::EndsWith(", found '.amc'"));
  EXPECT_THAT(refused("a"), testing::EndsWith(", found no extension"));
}

TEST(MotionFormats, TheKindsOfClipsAreThoseThatAreRead) {
  EXPECT_THAT(clip_kinds(), testing::MatchesRegex("BVH, AMC, NPZ, FBX, .* or [A-Z0-9]+"));
  EXPECT_THAT(clip_kinds(), testing::Not(testing::HasSubstr("ASF")));
}

TEST(MotionFormats, WriteAWholeFileAndTheSameTwice) {
  const test::TemporaryFolder folder;
  for (const MotionFormat& format : motion_formats()) {
    if (format.write == nullptr) continue;
    const auto path = folder / ("a" + format.extension);
    format.write(path, two_joints(), {});
    const std::string bytes = read_file(path);
    EXPECT_FALSE(bytes.empty()) << format.extension;
    format.write(path, two_joints(), {});
    EXPECT_TRUE(bytes == read_file(path)) << format.extension;
  }
}

Motion moving() {
  Motion motion(Skeleton({"hip", "knee"}, {-1, 0}, {Vec3::Zero(), {0.1, -0.9, 0.02}}, {}), 30.0, 5);
  for (int t = 0; t < motion.frames(); ++t) {
    motion.set_root_position(t, {0.1 * t, 0.9, -0.03 * t * t});
    for (int j = 0; j < motion.joints(); ++j) {
      motion.set_rotation(t, j,
                          Quat(Eigen::AngleAxisd(0.2 * t + j, Vec3(1, 2 - j, t).normalized())));
    }
  }
  return motion;
}

/// Rotations near the ends of a body take 16 bits in a GLB (glb_writer.hpp).
constexpr double kPacked = 6.2e-5;

void expect_same(const Clip& clip, const Motion& expected, const std::string& how,
                 double angle = 1e-5) {
  const Motion& found = clip.motion;
  EXPECT_TRUE(clip.warnings.empty()) << how << ": " << clip.warnings.front();
  ASSERT_EQ(found.skeleton().names(), expected.skeleton().names()) << how;
  EXPECT_EQ(found.skeleton().parents(), expected.skeleton().parents()) << how;
  ASSERT_EQ(found.frames(), expected.frames()) << how;
  EXPECT_NEAR(found.fps(), expected.fps(), 1e-4) << how;
  for (int t = 0; t < expected.frames(); ++t) {
    EXPECT_LT((found.root_position(t) - expected.root_position(t)).norm(), 1e-5) << how;
    for (int j = 0; j < expected.joints(); ++j) {
      EXPECT_LT(math::angle_between(found.rotation(t, j), expected.rotation(t, j)), angle) << how;
    }
  }
}

TEST(MotionFormats, GiveBackWhatTheyWriteFromAFileAndFromABuffer) {
  const test::TemporaryFolder folder;
  int both_ways = 0;
  for (const MotionFormat& format : motion_formats()) {
    if (format.read == nullptr || format.write == nullptr) continue;
    if (format.extension == ".vrma") continue;  // of people alone: vrma_test.cpp
    const double angle = format.extension == ".glb" ? kPacked : 1e-5;
    const auto path = folder / ("a" + format.extension);
    format.write(path, moving(), {});
    expect_same(load_clip({path}, {}), moving(), format.extension, angle);
    const Clip buffered = load_clip({"b" + format.extension}, {}, read_file(path));
    expect_same(buffered, moving(), format.extension + " from a buffer", angle);
    EXPECT_EQ(buffered.name, "b");
    ++both_ways;
  }
  EXPECT_GT(both_ways, 0);
}

TEST(MotionFormats, RefuseWhatIsNotTheirs) {
  for (const std::string& extension : clip_extensions()) {
    for (const std::string& content :
         {std::string(), std::string("no motion"), std::string(99, '\0')}) {
      EXPECT_THROW((void)load_clip({"a" + extension}, {}, content), Error) << extension;
    }
  }
}

}  // namespace
}  // namespace poseaae::mocap
