#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::dataset {
namespace {

class Labels : public testing::Test {
 protected:
  /// The labels of a clip of ten frames with this sidecar.
  PoseDataset with(const std::string& sidecar, const std::string& range = "", double fps = 0.0) {
    mocap::write_bvh(folder_ / "a.bvh", test::small_motion(10));
    write_file(folder_ / "a.labels.csv", sidecar);
    DatasetOptions options{.clips = {(folder_ / "a.bvh").string() + range}};
    options.clip.fps = fps;
    return gather(options);
  }
  void refused(const std::string& sidecar, std::size_t line, std::size_t column) {
    try {
      (void)with(sidecar);
      ADD_FAILURE() << "nothing thrown for " << sidecar;
    } catch (const ParseError& error) {
      EXPECT_EQ(error.file().filename(), "a.labels.csv");
      EXPECT_EQ(error.line(), line) << error.what();
      EXPECT_EQ(error.column(), column) << error.what();
    }
  }
  static std::string rows(int count) {
    std::string text = "frame,energy,phrase,tempo\n";
    for (int i = 0; i < count; ++i) {
      text +=
          std::to_string(i) + ",0." + std::to_string(i) + ",sway," + std::to_string(100 + i) + "\n";
    }
    return text;
  }
  poseaae::test::TemporaryFolder folder_;
};

TEST_F(Labels, NumbersBecomeLabelsOfTheirFrames) {
  const auto data = with(rows(10));
  ASSERT_EQ(data.labels.size(), 2U) << "'frame' and text are passed over";
  EXPECT_EQ(data.labels.at("energy")[3], 0.3F);
  EXPECT_EQ(data.labels.at("tempo")[9], 109.0F);
}

TEST_F(Labels, FollowSlices) {
  const auto data = with(rows(10), ":4:7");
  EXPECT_EQ(data.labels.at("tempo"), (std::vector<float>{104, 105, 106}));
}

TEST_F(Labels, FollowTheNearestFrameWhenResampled) {
  const auto data = with(rows(10), "", 15.0);
  EXPECT_EQ(data.labels.at("tempo"), (std::vector<float>{100, 102, 104, 106, 108}));
}

TEST_F(Labels, FramesWithoutARowAreNan) {
  const auto data = with(rows(8));
  EXPECT_EQ(data.labels.at("tempo")[7], 107.0F);
  EXPECT_TRUE(std::isnan(data.labels.at("tempo")[8]));
  ASSERT_EQ(data.warnings.size(), 1U);
  EXPECT_NE(data.warnings[0].find("found 8 rows, none for frame 9"), std::string::npos);
}

TEST_F(Labels, BlanksLineEndsAndAByteOrderMarkDoNotMatter) {
  const auto data = with(
      "\xEF\xBB\xBF"
      "frame, tempo\r\n0, 5\r\n1 ,6\r\n\r\n",
      ":0:2");
  ASSERT_EQ(data.labels.size(), 1U);
  EXPECT_EQ(data.labels.at("tempo"), (std::vector<float>{5, 6}));
}

TEST_F(Labels, WhatIsNoTableIsAParseErrorAtItsPlace) {
  refused("", 1, 1);
  refused("frame,tempo\n", 1, 1);
  refused("frame,tempo\n0,1,2\n", 2, 1);
  refused("frame,tempo\n0,1\n1\n", 3, 1);
  refused("frame,tempo\n0,1\n1,x\n", 3, 3);
  refused("frame,tempo,tempo\n0,1,2\n", 1, 13);
  refused("frame,arm/height\n0,1\n", 1, 1);
  refused("frame,,tempo\n0,1,2\n", 1, 7);
}

}  // namespace
}  // namespace poseaae::dataset
