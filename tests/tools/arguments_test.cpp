#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "support/clip_arguments.hpp"
#include "support/output_arguments.hpp"

namespace poseaae::tools {
namespace {

TEST(PictureSize, IsOneNumberOrTwo) {
  EXPECT_EQ(PictureSize::parse("480").height, 480);
  EXPECT_EQ(PictureSize::parse("640x360").width, 640);
  EXPECT_EQ(PictureSize::parse("640x360").height, 360);
  for (const char* text : {"", "x", "640x", "x360", "640x360x2", "big", "10.5"}) {
    EXPECT_THROW((void)PictureSize::parse(text), UsageError) << text;
  }
}

TEST(ViewDirection, IsANameOrTwoAngles) {
  EXPECT_EQ(ViewDirection::parse("side").azimuth_deg, 90);
  EXPECT_EQ(ViewDirection::parse("-30,12.5").azimuth_deg, -30);
  EXPECT_EQ(ViewDirection::parse("-30,12.5").elevation_deg, 12.5);
  for (const char* text : {"", "30", "30,", "a,b", "30,10,5", "sideways", "nan,0"}) {
    EXPECT_THROW((void)ViewDirection::parse(text), UsageError) << text;
  }
}

TEST(ClipReference, TakesFramesFromOnePlaceOnly) {
  EXPECT_EQ(clip_reference("a.bvh", "5:9").first, 5);
  EXPECT_EQ(clip_reference("a.bvh", "5:9").last, 9);
  EXPECT_EQ(clip_reference("a.bvh:3:4", "").last, 4);
  EXPECT_THROW((void)clip_reference("a.bvh:3:4", "5:9"), UsageError);
  try {
    (void)clip_reference("a.bvh:3:4", "5:9", "--range-a");
    ADD_FAILURE() << "accepted";
  } catch (const UsageError& problem) {
    EXPECT_NE(std::string(problem.what()).find("or in --range-a, found both"), std::string::npos);
  }
  EXPECT_THROW((void)clip_reference("a.bvh", "nine"), UsageError);
}

}  // namespace
}  // namespace poseaae::tools
