// Where an ankle goes, so that toes which are farther from it stay.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "limb_track.hpp"

namespace poseaae::retarget {
namespace {

using mocap::Vec3;

constexpr double kFps = 30.0;

/// A step: in the air, heel and toes (frames 10 to 19), toes alone while the heel rises (20 to 29),
/// in the air. The toes are farther from the ankle by what grows in frames 20 to 29.
FootWay step() {
  FootWay way;
  for (int t = 0; t < 60; ++t) {
    const double grown = t < 20 ? 0.0 : 0.002 * (std::min(t, 29) - 19);
    way.toe.emplace_back(0.03, -grown, 2.0 * grown);
    way.on.push_back(t >= 10 && t < 30 ? 1 : 0);
    way.toe_share.push_back(t >= 20 && t < 30 ? 1.0 : 0.0);
  }
  return way;
}

TEST(AnkleShifts, ToesStayWhileTheHeelRises) {
  const FootWay way = step();
  const auto shift = ankle_shifts(way, kFps);
  for (int t = 10; t < 20; ++t) EXPECT_LT(shift[t].norm(), 1e-12) << t;  // the heel stays
  for (int t = 20; t < 30; ++t) {
    EXPECT_LT((shift[t] + way.toe[t] - shift[19] - way.toe[19]).norm(), 1e-12) << t;
  }
  EXPECT_NEAR(shift[29].z(), -0.04, 1e-12);
}

TEST(AnkleShifts, PassOnSmoothlyAndEndInNone) {
  const auto shift = ankle_shifts(step(), kFps);
  EXPECT_LT(shift[0].norm(), 1e-12);
  EXPECT_LT(shift[39].norm(), 1e-12);  // 0.3 s after the last contact
  for (int t = 30; t < 60; ++t) {
    EXPECT_LT((shift[t] - shift[t - 1]).norm(), 0.0105) << t;  // 1.5 / 9 of 4.5 cm, and the start
  }
}

TEST(AnkleShifts, BothThatTouchShareWhatIsLost) {
  FootWay way = step();
  for (int t = 20; t < 30; ++t) way.toe_share[t] = 0.5;
  const auto shift = ankle_shifts(way, kFps);
  EXPECT_NEAR((shift[29] - shift[19]).z(), -0.02, 1e-12);
}

TEST(AnkleShifts, NoneForFeetThatAreAlike) {
  FootWay way = step();
  for (Vec3& toe : way.toe) toe = Vec3(0, 0, 0.1);
  for (const Vec3& shift : ankle_shifts(way, kFps)) EXPECT_LT(shift.norm(), 1e-15);
}

}  // namespace
}  // namespace poseaae::retarget
