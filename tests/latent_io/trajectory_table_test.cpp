#include "poseaae/latent_io/trajectory_table.hpp"

#include <gtest/gtest.h>

namespace poseaae::latent {
namespace {

TEST(TrajectoryTable, HasARowPerFrame) {
  TrajectoryDiagnostics diagnostics;
  diagnostics.time_s = {0.0, 0.5, 1.0};
  diagnostics.speed = {0.0, 4.0, 8.0};
  diagnostics.acceleration = {8.0, 8.0, 8.0};
  diagnostics.norm = {0.0, 1.0, 4.0};
  diagnostics.shell = 2.0;
  EXPECT_EQ(format_csv(table_of(diagnostics)),
            "time_s,speed,acceleration,norm,norm_over_shell\n"
            "0,0,8,0,0\n"
            "0.5,4,8,1,0.5\n"
            "1,8,8,4,2\n");
  diagnostics.rarer_than_percent = {1.0, 50.0, 100.0};
  EXPECT_EQ(table_of(diagnostics).columns.back(), "rarer_than_percent");
  EXPECT_EQ(table_of(diagnostics).rows[2].back(), 100.0);
}

}  // namespace
}  // namespace poseaae::latent
