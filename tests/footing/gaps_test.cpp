#include "gaps.hpp"

#include <gtest/gtest.h>

#include <string>

namespace poseaae::footing {
namespace {

using mocap::Vec3;

/// `known` as in "..##..", with a signal that is 1 in frame 0 and rises by 0.1 a frame.
struct Filled {
  std::vector<Vec3> signal;
  std::vector<char> known;

  Filled(const std::string& frames, bool loops, int blend) {
    for (const char c : frames) {
      signal.emplace_back(1.0 + 0.1 * static_cast<double>(signal.size()), 0.0, 0.0);
      known.push_back(c == '#' ? 1 : 0);
    }
    fill_gaps(signal, known, {static_cast<int>(frames.size()), 30.0, loops}, blend);
  }
  [[nodiscard]] double operator[](std::size_t t) const { return signal[t].x(); }
};

TEST(Timeline, FindsRunsAndTheOneAcrossTheSeam) {
  const std::vector<char> mask{1, 1, 0, 1, 0, 0, 1};
  const auto line = Timeline{7, 30.0, false}.runs(mask);
  ASSERT_EQ(line.size(), 3u);
  EXPECT_EQ(line[2].first, 6);
  EXPECT_EQ(line[2].length, 1);
  const auto round = Timeline{7, 30.0, true}.runs(mask);
  ASSERT_EQ(round.size(), 2u);
  EXPECT_EQ(round[1].first, 6);
  EXPECT_EQ(round[1].length, 3);
  EXPECT_EQ((Timeline{3, 30.0, true}.runs({1, 1, 1}).front().length), 3);
  EXPECT_TRUE((Timeline{3, 30.0, true}.runs({0, 0, 0}).empty()));
  EXPECT_EQ((Timeline{3, 20.0, false}.frames_in(0.1)), 2);
  EXPECT_EQ((Timeline{3, 20.0, false}.frames_in(0.001)), 1);
}

/// From value v and speed s to 0 over b frames, after k: with u = k / b,
/// (2 u^3 - 3 u^2 + 1) v + (u^3 - 2 u^2 + u) b s.
TEST(FillGaps, LeavesAlongACubic) {
  const Filled filled("##........", false, 4);
  EXPECT_DOUBLE_EQ(filled[1], 1.1);
  EXPECT_NEAR(filled[2], (2.0 / 64 - 3.0 / 16 + 1) * 1.1 + (1.0 / 64 - 2.0 / 16 + 0.25) * 0.4,
              1e-12);
  EXPECT_NEAR(filled[3], 0.5 * 1.1 + 0.125 * 0.4, 1e-12);
  for (std::size_t t = 5; t < 10; ++t) EXPECT_EQ(filled[t], 0.0);
}

TEST(FillGaps, ArrivesAsItLeaves) {
  const Filled filled("........##", false, 4);
  EXPECT_NEAR(filled[6], 0.5 * 1.8 - 0.125 * 0.4, 1e-12);
  for (std::size_t t = 0; t <= 4; ++t) EXPECT_EQ(filled[t], 0.0);
}

/// A straight line is the cubic between two parts of itself.
TEST(FillGaps, PassesStraightOnWhereTheNextIsNear) {
  const Filled filled("##.....##", false, 4);
  for (std::size_t t = 0; t < 9; ++t) EXPECT_NEAR(filled[t], 1.0 + 0.1 * t, 1e-12);
  const Filled apart("##.......##", false, 4);
  EXPECT_EQ(apart[5], 0.0);
}

TEST(FillGaps, GoesRoundALoop) {
  const Filled filled("..##......", true, 4);
  EXPECT_NEAR(filled[0], 0.5 * 1.2 - 0.125 * 0.4, 1e-12);
  EXPECT_NEAR(filled[5], 0.5 * 1.3 + 0.125 * 0.4, 1e-12);
  EXPECT_EQ(filled[8], 0.0);
  const Filled near("##......##", true, 9);
  EXPECT_GT(near[5], 0.5);
  const Filled whole("###", true, 4);
  EXPECT_EQ(whole[2], 1.2);
  const Filled none("...", true, 4);
  EXPECT_EQ(none[2], 0.0);
}

}  // namespace
}  // namespace poseaae::footing
