#include "poseaae/motion_io/formats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/paths.hpp"
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
}

TEST(MotionFormats, WriteAWholeFileAndTheSameTwice) {
  const test::TemporaryFolder folder;
  for (const MotionFormat& format : motion_formats()) {
    if (format.write == nullptr) continue;
    format.write(folder / ("a" + format.extension), two_joints());
    format.write(folder / ("b" + format.extension), two_joints());
    const std::string bytes = read_file(folder / ("a" + format.extension));
    EXPECT_FALSE(bytes.empty()) << format.extension;
    EXPECT_TRUE(bytes == read_file(folder / ("b" + format.extension))) << format.extension;
  }
}

}  // namespace
}  // namespace poseaae::mocap
