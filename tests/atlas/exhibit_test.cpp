#include "poseaae/atlas/exhibit.hpp"

#include <gtest/gtest.h>

#include "poseaae/atlas/pose_grid.hpp"
#include "poseaae/core/error.hpp"
#include "poseaae/core/paths.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::atlas {
namespace {

Exhibit exhibit() {
  const auto motion = stand_poses(test::arm_model(), Batch::Zero(3, 3));
  return {pose_grid({"poses", "", {}, {{"row", "", motion, {}}}}), "a,b\n1,2\n",
          render::Scene(motion)};
}

TEST(Exhibit, WritesWhatTheExtensionNames) {
  const test::TemporaryFolder folder;
  const Exhibit shown = exhibit();
  for (const char* name : {"a.png", "a.svg", "a.pdf", "a.csv", "a.gif", "a.bvh", "a.h5"}) {
    check_exhibit(folder / name, true);
    write_exhibit(folder / name, shown, {});
  }
  EXPECT_EQ(read_file(folder / "a.csv"), "a,b\n1,2\n");
  EXPECT_TRUE(read_file(folder / "a.png").starts_with("\x89PNG"));
  EXPECT_NE(read_file(folder / "a.svg").find("</svg>"), std::string::npos);
  EXPECT_TRUE(read_file(folder / "a.gif").starts_with("GIF89a"));
  EXPECT_TRUE(read_file(folder / "a.bvh").starts_with("HIERARCHY"));
}

TEST(Exhibit, RefusesAFilmWhereThereIsNone) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(check_exhibit(folder / "a.gif", false), UsageError);
  EXPECT_THROW(check_exhibit(folder / "a.txt", true), UsageError);
  EXPECT_THROW(check_exhibit(folder / "no" / "a.png", true), OutputError);
  Exhibit still = exhibit();
  still.film.reset();
  EXPECT_THROW(write_exhibit(folder / "a.gif", still, {}), UsageError);
  EXPECT_TRUE(folder.entries().empty());
}

}  // namespace
}  // namespace poseaae::atlas
