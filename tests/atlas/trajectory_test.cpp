#include "poseaae/atlas/trajectory.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/io/csv.hpp"

namespace poseaae::atlas {
namespace {

NamedTrajectory trajectory(const std::string& name, int frames, int dim = 4) {
  latent::TrajectoryDiagnostics diagnostics;
  diagnostics.dim = dim;
  diagnostics.shell = 2.0;
  diagnostics.shell_low = 0.7;
  diagnostics.shell_high = 3.3;
  for (int t = 0; t < frames; ++t) {
    diagnostics.time_s.push_back(t / 30.0);
    diagnostics.speed.push_back(t);
    diagnostics.acceleration.push_back(2.0 * t);
    diagnostics.norm.push_back(1.0 + 0.1 * t);
  }
  return {name, diagnostics};
}

TEST(TrajectoryFigure, DrawsEachPathAndTheShell) {
  const auto figure = trajectory_figure({trajectory("a", 10), trajectory("b", 20)}, "two");
  ASSERT_EQ(figure.axes.size(), 3U);
  EXPECT_EQ(figure.title, "two");
  EXPECT_EQ(figure.axes[0].series.size(), 2U);
  EXPECT_EQ(figure.axes[0].series[1].label, "b");
  EXPECT_EQ(figure.axes[1].series[0].y[3], 6.0);
  const auto& norms = figure.axes[2].series;
  ASSERT_EQ(norms.size(), 5U);
  EXPECT_EQ(norms[2].label, "shell, sqrt(4) = 2.00");
  EXPECT_EQ(norms[2].x, (std::vector<double>{0.0, 19 / 30.0}));
  EXPECT_EQ(norms[3].y.front(), 0.7);
  EXPECT_EQ(norms[4].y.front(), 3.3);
  EXPECT_EQ(trajectory_figure({trajectory("a", 10)}).axes[0].series[0].label, "");
}

TEST(TrajectoryFigure, DrawsRarityAloneWhereItIsKnown) {
  NamedTrajectory path = trajectory("a", 3);
  path.diagnostics.rarer_than_percent = {10.0, 50.0, 99.0};
  const auto figure = trajectory_figure({path});
  ASSERT_EQ(figure.axes.size(), 3U);
  ASSERT_EQ(figure.axes[2].series.size(), 1U);
  EXPECT_EQ(figure.axes[2].series[0].y, path.diagnostics.rarer_than_percent);
}

TEST(TrajectoryCsv, NamesThePathOfEachRow) {
  const std::string csv = trajectory_csv({trajectory("a, b", 2), trajectory("c", 1)});
  EXPECT_EQ(csv,
            "path,time_s,speed,acceleration,norm,norm_over_shell\n"
            "\"a, b\",0,0,0,1,0.5\n"
            "\"a, b\",0.03333333333333333,1,2,1.1,0.55\n"
            "c,0,0,0,1,0.5\n");
}

TEST(TrajectoryFigure, RefusesPathsThatCannotBeCompared) {
  EXPECT_THROW((void)trajectory_figure({}), UsageError);
  EXPECT_THROW((void)trajectory_figure({trajectory("a", 3, 4), trajectory("b", 3, 5)}), UsageError);
}

}  // namespace
}  // namespace poseaae::atlas
