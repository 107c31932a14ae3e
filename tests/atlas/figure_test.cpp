#include "poseaae/atlas/figure.hpp"

#include <gtest/gtest.h>

#include "poseaae/atlas/pose_grid.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::atlas {
namespace {

Figure figure() {
  const auto motion = stand_poses(test::arm_model(), Batch::Zero(3, 3));
  return {pose_grid({"poses", "", {}, {{"row", "", motion, {}}}}), "a,b\n1,2\n",
          render::Scene(motion)};
}

TEST(Figure, WritesWhatTheExtensionNames) {
  const test::TemporaryFolder folder;
  const Figure shown = figure();
  for (const char* name : {"a.png", "a.svg", "a.pdf", "a.csv", "a.gif", "a.bvh", "a.h5"}) {
    check_figure(folder / name, true);
    write_figure(folder / name, shown, {});
  }
  EXPECT_EQ(read_file(folder / "a.csv"), "a,b\n1,2\n");
  EXPECT_TRUE(read_file(folder / "a.png").starts_with("\x89PNG"));
  EXPECT_NE(read_file(folder / "a.svg").find("</svg>"), std::string::npos);
  EXPECT_TRUE(read_file(folder / "a.gif").starts_with("GIF89a"));
  EXPECT_TRUE(read_file(folder / "a.bvh").starts_with("HIERARCHY"));
}

TEST(Figure, RefusesAFilmWhereThereIsNone) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(check_figure(folder / "a.gif", false), UsageError);
  EXPECT_THROW(check_figure(folder / "a.txt", true), UsageError);
  EXPECT_THROW(check_figure(folder / "no" / "a.png", true), OutputError);
  Figure still = figure();
  still.film.reset();
  EXPECT_THROW(write_figure(folder / "a.gif", still, {}), UsageError);
  EXPECT_TRUE(folder.entries().empty());
}

}  // namespace
}  // namespace poseaae::atlas
