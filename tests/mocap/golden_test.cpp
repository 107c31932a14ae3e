// World positions and local rotations against an independent float64 computation over rotation
// matrices (tests/golden). Lengths are in file units, as there.
#include <gtest/gtest.h>

#include "support/golden_inputs.hpp"
#include "support/golden_positions.hpp"

namespace poseaae::mocap {
namespace {

using poseaae::test::golden_clip;

h5::Group golden_file() { return h5::open_file(poseaae::test::golden_dir() / "positions.h5"); }

std::string made(const std::string& name) { return "tests/golden/clips/" + name + ".bvh"; }

/// By its path in the source tree, which is its name among the results.
class Golden : public testing::TestWithParam<std::string> {
 protected:
  static std::filesystem::path path() { return poseaae::test::source_dir() / GetParam(); }

  h5::Group group_ = golden_file().group(GetParam());
};

TEST_P(Golden, RotationsAreEqualUpToSign) {
  poseaae::test::expect_golden_rotations(group_, golden_clip(path()));
}

TEST_P(Golden, PositionsInDoublePrecision) {
  poseaae::test::expect_golden_positions(group_, golden_clip(path()));
}

TEST_P(Golden, EndSites) {
  const Motion motion = golden_clip(path());
  const auto frames = poseaae::test::golden_frames(group_);
  const std::size_t count = motion.skeleton().end_sites().size();
  const auto expected = group_.read<double>("end_sites", {frames.size(), count, 3});
  const double* p = expected.data();
  for (const std::int64_t frame : frames) {
    const WorldPose world = forward_kinematics(motion, static_cast<int>(frame));
    for (const Vec3& tip : end_site_positions(motion.skeleton(), world)) {
      ASSERT_LT((tip - Vec3(p)).norm(), 1e-9 * motion.skeleton().height()) << "frame " << frame;
      p += 3;
    }
  }
}

/// Clips whose joints keep their distance from the parent.
class GoldenBatch : public Golden {};

TEST_P(GoldenBatch, PositionsInSinglePrecision) {
  const Motion motion = golden_clip(path());
  poseaae::test::expect_golden_batch<float>(group_, motion, 1e-5 * motion.skeleton().height());
}

TEST_P(GoldenBatch, PositionsInDoublePrecisionUpToTheRoundingOfOffsets) {
  const Motion motion = golden_clip(path());
  // Position channels repeat the OFFSETs to within 1e-5 units; they add up along a chain.
  poseaae::test::expect_golden_batch<double>(group_, motion,
                                             motion.translations().empty() ? 1e-9 : 1e-4);
}

TEST(GoldenFile, IsOfTodaysInputsAndHasEveryClip) {
  const h5::Group root = golden_file();
  poseaae::test::expect_todays_inputs(root);
  const auto clips = [](const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() == ".bvh") names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
  };
  EXPECT_EQ(root.group("data").members(), clips(poseaae::test::source_dir() / "data"));
  EXPECT_EQ(root.group("tests/golden/clips").members(),
            clips(poseaae::test::golden_dir() / "clips"));
}

TEST(GoldenFile, RepeatedOffsetsMakeNoTracksAndMoveNothing) {
  const std::string clip = made("repeated_offsets");
  poseaae::test::expect_repeated_offsets(golden_file().group(clip),
                                         poseaae::test::source_dir() / clip);
  EXPECT_EQ(golden_clip(poseaae::test::source_dir() / clip).translations().size(), 6u);
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  return std::filesystem::path(info.param).stem().string();
}

const std::vector<std::string> kOfFixedLengths{
    "data/air_lines.bvh",   "data/floor_study.bvh",  "data/kick_turns.bvh", "data/slow_arms.bvh",
    "data/street_step.bvh", "data/waltz_sway.bvh",   made("order_xyz"),     made("order_xzy"),
    made("order_yxz"),      made("order_yzx"),       made("order_zxy"),     made("order_zyx"),
    made("mixed_orders"),   made("repeated_offsets")};

INSTANTIATE_TEST_SUITE_P(FixedLengths, Golden, testing::ValuesIn(kOfFixedLengths), test_name);
INSTANTIATE_TEST_SUITE_P(Moving, Golden, testing::Values(made("position_channels")), test_name);
INSTANTIATE_TEST_SUITE_P(FixedLengths, GoldenBatch, testing::ValuesIn(kOfFixedLengths), test_name);

}  // namespace
}  // namespace poseaae::mocap
