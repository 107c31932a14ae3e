#include "poseaae/training/schedule.hpp"

#include <gtest/gtest.h>

namespace poseaae::training {
namespace {

TEST(Schedule, ConstantStaysOne) {
  const Schedule schedule{ScheduleKind::kConstant, 0.1, 5};
  EXPECT_EQ(schedule.factor_at(0, 10), 1.0);
  EXPECT_EQ(schedule.factor_at(9, 10), 1.0);
}

TEST(Schedule, StepFallsEverySoManyEpochs) {
  const Schedule schedule{ScheduleKind::kStep, 0.5, 10};
  EXPECT_EQ(schedule.factor_at(9, 100), 1.0);
  EXPECT_EQ(schedule.factor_at(10, 100), 0.5);
  EXPECT_EQ(schedule.factor_at(29, 100), 0.25);
}

TEST(Schedule, CosineGoesFromOneToFactorThroughTheMiddle) {
  const Schedule schedule{ScheduleKind::kCosine, 0.2, 1};
  EXPECT_DOUBLE_EQ(schedule.factor_at(0, 101), 1.0);
  EXPECT_DOUBLE_EQ(schedule.factor_at(50, 101), 0.6);
  EXPECT_DOUBLE_EQ(schedule.factor_at(100, 101), 0.2);
  EXPECT_EQ(schedule.factor_at(0, 1), 1.0);
}

}  // namespace
}  // namespace poseaae::training
