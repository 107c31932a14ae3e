#include "poseaae/evaluation/report.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::evaluation {
namespace {

Report with(double mpjpe, double ks) {
  return {
      "run", 1, {{"reconstruction", "mpjpe", "mm", mpjpe, 1.0, 2.0}, {"prior", "ks", "", ks}}, {}};
}

TEST(ReportTest, FindsItsMeasures) {
  const Report report = with(3.5, 0.1);
  EXPECT_EQ(report.value("reconstruction", "mpjpe"), 3.5);
  EXPECT_EQ(report.at("reconstruction", "mpjpe").unit, "mm");
  EXPECT_THROW((void)report.at("prior", "mpjpe"), UsageError);
}

TEST(ReportTest, AMeanOverClipsHasAnIntervalWhereThereAreSeveral) {
  const Measure many = over_clips("reconstruction", "mpjpe", "mm", {2.0, 1.5, 3.0}, 10.0);
  EXPECT_EQ(many.name, "mpjpe");
  EXPECT_EQ(many.value, 20.0);
  EXPECT_EQ(many.low, 15.0);
  EXPECT_EQ(many.high, 30.0);
  const Measure one =
      over_clips("reconstruction", "mpjpe", "mm",
                 metrics::clip_bootstrap(Eigen::Vector3d(1, 2, 6), {4, 4, 4}));  // one clip
  EXPECT_EQ(one.value, 3.0);
  EXPECT_TRUE(std::isnan(one.low));
  EXPECT_TRUE(std::isnan(one.high));
}

TEST(ReportTest, OverRunsAreMeansWithTheirSpread) {
  const Report all = over_runs("method", {with(1, 0.5), with(3, 0.5), with(8, NAN)});
  EXPECT_EQ(all.name, "method");
  EXPECT_EQ(all.runs, 3);
  const Measure& mpjpe = all.at("reconstruction", "mpjpe");
  EXPECT_DOUBLE_EQ(mpjpe.value, 4.0);
  EXPECT_DOUBLE_EQ(mpjpe.deviation, std::sqrt(13.0));
  EXPECT_EQ(mpjpe.low, 1.0);
  EXPECT_EQ(mpjpe.high, 8.0);
  EXPECT_DOUBLE_EQ(all.value("prior", "ks"), 0.5);
  EXPECT_THROW((void)over_runs("none", {}), UsageError);
}

}  // namespace
}  // namespace poseaae::evaluation
