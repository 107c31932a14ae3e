#include "letting_go.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace poseaae::footing {
namespace {

using mocap::Vec3;

constexpr double kBone_m = 0.4;

/// A leg of two bones that is to stand all the time but in the first and last frame, its ankle
/// below the hip at first. How long the leg is without it (`extents`), and by how much the ankle is
/// pulled away from the hip to stay (`pulls`), metres.
struct Stand {
  LegTrack leg;
  Hold hold;
  Touch touch;
  Timeline time;

  Stand(const std::vector<double>& extents, const std::vector<double>& pulls)
      : time{static_cast<int>(extents.size()), 30.0, false} {
    for (std::size_t t = 0; t < extents.size(); ++t) {
      const Vec3 ankle(0.0, -extents[t], 0.0);
      const double half = 0.5 * extents[t];
      const Vec3 knee(0.0, -half, std::sqrt(kBone_m * kBone_m - half * half));
      leg.leg.push_back({Vec3::Zero(), knee, ankle});
      leg.heel.emplace_back(0, 0, 0);
      leg.toe.emplace_back(0, -0.08, 0.15);
      const bool stands = t > 0 && t + 1 < extents.size();
      hold.shift.emplace_back(0.0, -pulls[t], 0.0);
      hold.turn.emplace_back(0, 0, 0);
      hold.held.push_back(stands ? 1 : 0);
      touch.heel.push_back(stands ? 1 : 0);
      touch.toe.push_back(stands ? 1 : 0);
    }
  }
  /// The first frame that stands, and that behind the last.
  [[nodiscard]] std::pair<int, int> stands() const {
    const auto first = std::ranges::find(touch.toe, 1) - touch.toe.begin();
    return {static_cast<int>(first),
            static_cast<int>(first + std::reduce(touch.toe.begin(), touch.toe.end(), 0))};
  }
};

/// 0.995 of the bones are 0.796 m: the leg reaches 0.79 m but not 0.80 m.
TEST(LetGo, WhereTheLegWouldBeStretched) {
  Stand leg(std::vector<double>(14, 0.78), std::vector<double>(14, 0.01));
  EXPECT_FALSE(let_go(leg.leg, leg.hold, leg.time, leg.touch));
  EXPECT_EQ(leg.stands(), std::pair(1, 13));
  for (const int t : {1, 11, 12}) leg.hold.shift[t].y() = -0.02;
  EXPECT_TRUE(let_go(leg.leg, leg.hold, leg.time, leg.touch));
  EXPECT_EQ(leg.stands(), std::pair(2, 11));
  EXPECT_EQ(leg.touch.heel, leg.touch.toe);
}

/// In the middle it stands all the same, and most of a stance is left: a third, and 0.1 s, go at
/// either end at most.
TEST(LetGo, AStanceStays) {
  Stand middle(std::vector<double>(14, 0.78), std::vector<double>(14, 0.01));
  for (const int t : {4, 5, 6}) middle.hold.shift[t].y() = -0.02;
  EXPECT_FALSE(let_go(middle.leg, middle.hold, middle.time, middle.touch));
  Stand all(std::vector<double>(14, 0.78), std::vector<double>(14, 0.02));
  EXPECT_TRUE(let_go(all.leg, all.hold, all.time, all.touch));
  EXPECT_EQ(all.stands(), std::pair(4, 10));
  Stand brief(std::vector<double>(5, 0.78), std::vector<double>(5, 0.02));
  EXPECT_TRUE(let_go(brief.leg, brief.hold, brief.time, brief.touch));
  EXPECT_EQ(brief.stands(), std::pair(2, 3));
}

/// A leg that is straight by itself, as a dancer's may be, is not stretched.
TEST(LetGo, AStraightLegStands) {
  Stand leg(std::vector<double>(14, 0.799), std::vector<double>(14, 0.001));
  EXPECT_FALSE(let_go(leg.leg, leg.hold, leg.time, leg.touch));
}

/// A stance that the clip's beginning or end cuts off does not end there; in a loop, it may go on
/// over the seam.
TEST(LetGo, TheClipsOwnEndsAreNone) {
  Stand leg(std::vector<double>(14, 0.78), std::vector<double>(14, 0.02));
  std::ranges::fill(leg.hold.held, 1);
  leg.hold.held[7] = 0;
  EXPECT_TRUE(let_go(leg.leg, leg.hold, leg.time, leg.touch));
  EXPECT_EQ(leg.touch.toe, (std::vector<char>{0, 1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0}));
  leg.time.loops = true;
  leg.hold.shift[9].setZero();
  std::ranges::fill(leg.touch.toe, 1);
  EXPECT_TRUE(let_go(leg.leg, leg.hold, leg.time, leg.touch));
  EXPECT_EQ(leg.touch.toe, (std::vector<char>{1, 1, 1, 1, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1}));
}

}  // namespace
}  // namespace poseaae::footing
