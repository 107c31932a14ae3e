#include "poseaae/atlas/pose_grid.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"

namespace poseaae::atlas {
namespace {

mocap::Motion poses(int count) {
  Batch latents = Batch::Zero(count, 3);
  for (int i = 0; i < count; ++i) latents(i, 0) = static_cast<float>(i - 1);
  return stand_poses(test::arm_model(), latents);
}

PoseGrid grid_of(int rows, int columns) {
  PoseGrid grid{"title", "subtitle", {}, {}};
  for (int c = 0; c < columns; ++c) grid.columns.push_back(fmt::format("column {}", c));
  for (int r = 0; r < rows; ++r) {
    grid.rows.push_back({fmt::format("row {}", r), "note", poses(columns), {}});
  }
  return grid;
}

TEST(PoseGrid, DrawsAPoseInEveryCell) {
  const PoseGrid grid = grid_of(2, 3);
  const auto picture = pose_grid(grid, {.cell_width = 80, .cell_height = 90});
  const auto words = test::texts(picture);
  for (const char* text : {"title", "subtitle", "column 0", "column 2", "row 0", "row 1", "note"}) {
    EXPECT_THAT(words, testing::Contains(text));
  }
  // The middles of columns follow from their headings.
  const auto image = render::rasterise(picture);
  for (const auto& shape : picture.layers.front().shapes) {
    const auto* heading = std::get_if<render::Label>(&shape);
    if (heading == nullptr || !heading->text.starts_with("column")) continue;
    for (const double y : {heading->at.y + 10.0, heading->at.y + 106.0}) {
      EXPECT_GT(test::inked(image, {heading->at.x - 40.0, y, 80.0, 80.0}, render::kPaper), 150)
          << heading->text;
    }
  }
}

TEST(PoseGrid, GroupsOfColumnsStandApartUnderTheirHeadings) {
  PoseGrid grid = grid_of(2, 5);
  const GridStyle style{.cell_width = 80, .cell_height = 90};
  const auto together = pose_grid(grid, style);
  grid.groups = {{"before", 2}, {"after", 3}};
  const auto apart = pose_grid(grid, style);
  EXPECT_THAT(test::texts(apart), testing::IsSupersetOf({"before", "after"}));
  const auto x = [](const render::Picture& picture, const std::string& words) {
    for (const auto& shape : picture.layers.front().shapes) {
      const auto* label = std::get_if<render::Label>(&shape);
      if (label != nullptr && label->text == words) return label->at.x;
    }
    return -1.0;
  };
  // A group begins where its first column does, and a gap before all of the next.
  EXPECT_EQ(x(apart, "before"), x(apart, "column 0") - 40.0);
  EXPECT_EQ(x(apart, "after"), x(apart, "column 2") - 40.0);
  EXPECT_EQ(x(apart, "column 1"), x(together, "column 1"));
  const double gap = x(apart, "column 2") - x(together, "column 2");
  EXPECT_GT(gap, 20.0);
  EXPECT_EQ(x(apart, "column 4"), x(together, "column 4") + gap);
  EXPECT_EQ(apart.width, together.width + static_cast<int>(gap));
  EXPECT_GT(apart.height, together.height);
  grid.groups.back().columns = 2;
  EXPECT_THROW((void)pose_grid(grid, style), UsageError);
}

TEST(PoseGrid, OneColumnIsEnough) {
  const auto picture = pose_grid(grid_of(1, 1), {.cell_width = 80, .cell_height = 90});
  EXPECT_GT(test::inked(render::rasterise(picture), {0, 100, 1000, 1000}, render::kPaper), 150);
}

TEST(PoseGrid, StandsEachPoseOnTheFloorByItself) {
  const auto motion = poses(3);
  for (int t = 0; t < 3; ++t) {
    const auto world = mocap::forward_kinematics(motion, t);
    double lowest = 1e9;
    for (const auto& p : world.positions) lowest = std::min(lowest, p.y());
    EXPECT_NEAR(lowest, 0.0, 1e-9);
  }
}

TEST(PoseGrid, RefusesWhatDoesNotFit) {
  EXPECT_THROW((void)pose_grid({}), UsageError);
  EXPECT_THROW((void)pose_grid(grid_of(1, 2), {.cell_width = 10}), UsageError);
  PoseGrid grid = grid_of(2, 3);
  grid.columns.pop_back();
  EXPECT_THROW((void)pose_grid(grid), UsageError);
  grid = grid_of(2, 3);
  grid.rows[1].poses = poses(2);
  EXPECT_THROW((void)pose_grid(grid), UsageError);
  grid = grid_of(2, 3);
  grid.rows[0].captions = {"one"};
  EXPECT_THROW((void)pose_grid(grid), UsageError);
}

TEST(SpreadPoses, AreEvenlySpacedEndsIncluded) {
  const auto motion = poses(9);
  const auto chosen = spread_poses(motion, 3);
  ASSERT_EQ(chosen.frames(), 3);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(chosen.rotation(i, 1).isApprox(motion.rotation(4 * i, 1), 1e-12));
    EXPECT_EQ(chosen.root_position(i), motion.root_position(4 * i));
  }
  EXPECT_THAT(spread_times(motion, 3), testing::ElementsAre("0.00 s", "4.00 s", "8.00 s"));
  EXPECT_THROW((void)spread_poses(motion, 0), UsageError);
}

}  // namespace
}  // namespace poseaae::atlas
