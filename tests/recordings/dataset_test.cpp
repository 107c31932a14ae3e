#include <gtest/gtest.h>

#include <algorithm>

#include "dataset/samples.hpp"
#include "folders.hpp"

namespace poseaae::dataset {
namespace {

TEST(Gather, All174OfBandaiNamcoComeWhole) {
  const auto data = gather({.clips = {(poseaae::test::mocap_dir() / "bandai-namco").string()}});
  EXPECT_EQ(data.clips.size(), 174U);
  test::expect_whole(data, 22);
  const auto longest = std::ranges::max_element(data.clips, {}, &Clip::frames);
  EXPECT_GE(longest->frames, 1901);
}

}  // namespace
}  // namespace poseaae::dataset
