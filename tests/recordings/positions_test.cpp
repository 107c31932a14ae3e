// World positions and local rotations of recordings against an independent float64 computation over
// rotation matrices that is not part of the project. Lengths are in file units, as there.
#include <gtest/gtest.h>

#include "folders.hpp"
#include "support/golden_positions.hpp"

namespace poseaae::test {
namespace {

class ReferencePositions : public testing::TestWithParam<std::string> {
 protected:
  static std::filesystem::path path() { return mocap_dir() / (GetParam() + ".bvh"); }

  h5::Group group_ = h5::open_file(reference_dir() / "joint_positions.h5").group(GetParam());
};

TEST_P(ReferencePositions, RotationsAreEqualUpToSign) {
  expect_golden_rotations(group_, golden_clip(path()));
}

TEST_P(ReferencePositions, PositionsInDoublePrecision) {
  expect_golden_positions(group_, golden_clip(path()));
}

TEST_P(ReferencePositions, BatchedPositionsInSinglePrecision) {
  const auto motion = golden_clip(path());
  expect_golden_batch<float>(group_, motion, 1e-5 * motion.skeleton().height());
}

TEST_P(ReferencePositions, BatchedPositionsInDoublePrecisionUpToTheRoundingOfOffsets) {
  const auto motion = golden_clip(path());
  // Position channels repeat the OFFSETs to within 1e-5 units; they add up along a chain.
  expect_golden_batch<double>(group_, motion, motion.translations().empty() ? 1e-9 : 1e-4);
}

TEST_P(ReferencePositions, RepeatedOffsetsMakeNoTracksAndMoveNothing) {
  expect_repeated_offsets(group_, path());
}

INSTANTIATE_TEST_SUITE_P(Recordings, ReferencePositions,
                         testing::Values("bandai-namco/dance-short_normal_001",
                                         "bandai-namco/walk_happy_001", "cmu/01_01", "cmu/12_01"),
                         [](const auto& info) {
                           std::string name = info.param;
                           for (char& c : name) {
                             if (c == '/' || c == '-') c = '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace poseaae::test
