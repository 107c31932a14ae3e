#include "poseaae/latent/warp.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::latent {
namespace {

/// A curve that never comes back to where it was: three swings of unrelated periods.
Batch journey(int frames, double (*moment)(double)) {
  Batch points(frames, 3);
  for (int t = 0; t < frames; ++t) {
    const double at = moment(t);
    points.row(t) << static_cast<float>(std::sin(0.11 * at)),
        static_cast<float>(std::cos(0.067 * at)), static_cast<float>(std::sin(0.041 * at + 1.0));
  }
  return points;
}

double as_it_is(double t) { return t; }
/// 160 frames over the journey's 200: tempo from 0.75 to 1.75 of it, 199 at frame 159.
double stretched(double t) {
  const double u = t / 159.0;
  return 199.0 * (u - 0.4 / (2.0 * std::numbers::pi) * std::sin(2.0 * std::numbers::pi * u));
}

TEST(Align, APathWithItselfIsTheDiagonal) {
  const Batch points = journey(120, as_it_is);
  const Alignment alignment = align(points, points);
  ASSERT_EQ(alignment.pairs(), 120);
  for (int k = 0; k < 120; ++k) {
    EXPECT_DOUBLE_EQ(alignment.a[k], k);
    EXPECT_DOUBLE_EQ(alignment.b[k], k);
  }
}

TEST(Align, StillnessIsNotWarped) {
  const Alignment alignment = align(Batch::Ones(50, 2), Batch::Ones(99, 2));
  for (int k = 0; k < alignment.pairs(); ++k) {
    EXPECT_NEAR(alignment.b[k], 2.0 * alignment.a[k], 1e-9);
  }
}

TEST(Align, RecoversAStretch) {
  const Batch a = journey(160, stretched);
  const Batch b = journey(200, as_it_is);
  const Alignment alignment = align(a, b);
  double most = 0.0;
  for (int k = 0; k < alignment.pairs(); ++k) {
    most = std::max(most, std::abs(alignment.b[k] - stretched(alignment.a[k])));
  }
  EXPECT_LT(most, 2.0);  // frames, of 200
  const auto moments = alignment.b_at_frames_of_a(160);
  ASSERT_EQ(moments.size(), 160U);
  EXPECT_DOUBLE_EQ(moments.front(), 0.0);
  EXPECT_DOUBLE_EQ(moments.back(), 199.0);
  EXPECT_NEAR(moments[80], stretched(80), 1.5);
}

TEST(Align, IsSmoothWhereStepsAreStairs) {
  const Batch a = journey(160, stretched);
  const Batch b = journey(200, as_it_is);
  const auto bend = [&](double smoothing) {
    const auto x = align(a, b, {.smoothing = smoothing});
    double most = 0.0;
    for (int k = 1; k + 1 < x.pairs(); ++k) {
      most = std::max(most, std::abs(x.b[k + 1] - 2.0 * x.b[k] + x.b[k - 1]));
    }
    return most;
  };
  EXPECT_GT(bend(0.0), 0.2);
  EXPECT_LT(bend(6.0), 0.03);  // the stretch itself: 0.01
}

RC_GTEST_PROP(Align, IncreasesFromEndToEndWithinTheSlopeLimit, ()) {
  Random random(*rc::gen::arbitrary<std::uint32_t>());
  const int frames_a = *rc::gen::inRange(2, 60);
  const int frames_b = *rc::gen::inRange(2, 60);
  Batch a(frames_a, 2);
  Batch b(frames_b, 2);
  for (Batch* points : {&a, &b}) {
    for (int t = 0; t < points->rows(); ++t) {
      points->row(t) << static_cast<float>(random.normal()), static_cast<float>(random.normal());
    }
  }
  const WarpOptions options{.max_slope = *rc::gen::inRange(1, 6),
                            .smoothing = *rc::gen::inRange(0, 10) * 1.0};
  const Alignment x = align(a, b, options);
  RC_ASSERT(x.a.front() == 0.0 && x.b.front() == 0.0);
  RC_ASSERT(std::abs(x.a.back() - (frames_a - 1)) < 1e-9);
  RC_ASSERT(std::abs(x.b.back() - (frames_b - 1)) < 1e-9);
  for (int k = 1; k < x.pairs(); ++k) {
    const double da = (x.a[k] - x.a[k - 1]) / (frames_a - 1);
    const double db = (x.b[k] - x.b[k - 1]) / (frames_b - 1);
    RC_ASSERT(da > 0.0 && db > 0.0);
    RC_ASSERT(std::max(da / db, db / da) <= options.max_slope + 1e-9);
  }
}

/// By hand, with steps up to (1, 2) and (2, 1). Of the ways from (0, 0) to (4, 4), diagonals alone
/// pass |0 - 4| and |4 - 9|; (2, 1), (1, 1), (1, 2) goes 0-0, 0-0, 0-0, 4-4, 9-9, 9-9 for nothing.
TEST(Align, FindsTheCheapestStepsByHand) {
  Batch a(5, 1);
  Batch b(5, 1);
  a << 0, 0, 0, 4, 9;
  b << 0, 0, 4, 9, 9;
  const Alignment x = align(a, b, {.max_slope = 2, .smoothing = 0.0});
  // Cells (0, 0), (2, 1), (3, 2), (4, 4): progress 1.5, 2.5, 4; deviation -1, -1, 0.
  const double deviation[5] = {0.0, -2.0 / 3.0, -1.0, -2.0 / 3.0, 0.0};
  ASSERT_EQ(x.pairs(), 5);
  for (int p = 0; p < 5; ++p) {
    EXPECT_NEAR(x.a[p], p - 0.5 * deviation[p], 1e-12) << p;
    EXPECT_NEAR(x.b[p], p + 0.5 * deviation[p], 1e-12) << p;
  }
}

/// Every chain of steps there is, from a cell on: the cheapest, as the cells where steps meet.
struct Chain {
  double cost = INFINITY;
  std::vector<std::pair<int, int>> cells;
};
Chain try_all(const Batch& a, const Batch& b, int most, int i, int j) {
  const auto last = static_cast<int>(a.rows()) - 1;
  if (i == last && j == last) return {0.0, {{i, j}}};
  Chain best;
  for (int n = 1; n <= most; ++n) {
    for (const bool along_b : {true, false}) {
      const int to_i = i + (along_b ? 1 : n);
      const int to_j = j + (along_b ? n : 1);
      if (to_i > last || to_j > last) continue;
      double cost = 2.0 * std::abs(a(i + 1, 0) - b(j + 1, 0));  // the diagonal comes first
      for (int k = 2; k <= n; ++k) {
        cost += along_b ? std::abs(a(i + 1, 0) - b(j + k, 0)) : std::abs(a(i + k, 0) - b(j + 1, 0));
      }
      Chain rest = try_all(a, b, most, to_i, to_j);
      if (cost + rest.cost < best.cost) {
        best = {cost + rest.cost, rest.cells};
        best.cells.insert(best.cells.begin(), {i, j});
      }
    }
  }
  return best;
}

RC_GTEST_PROP(Align, IsTheCheapestOfAllChainsOfSteps, ()) {
  Random random(*rc::gen::arbitrary<std::uint32_t>());
  const int frames = *rc::gen::inRange(2, 8);
  const int most = *rc::gen::inRange(1, 4);
  Batch a(frames, 1);
  Batch b(frames, 1);
  for (int t = 0; t < frames; ++t) {
    a(t, 0) = static_cast<float>(random.normal());
    b(t, 0) = static_cast<float>(random.normal());
  }
  const Alignment found = align(a, b, {.max_slope = most, .smoothing = 0.0});
  const Chain best = try_all(a, b, most, 0, 0);
  for (int p = 0; p < frames; ++p) {
    // The moment where a + b = 2 p on the straight pieces between the chain's cells.
    std::size_t next = 1;
    while (best.cells[next].first + best.cells[next].second < 2 * p) ++next;
    const auto [i0, j0] = best.cells[next - 1];
    const auto [i1, j1] = best.cells[next];
    const double part = static_cast<double>(2 * p - i0 - j0) / (i1 + j1 - i0 - j0);
    RC_ASSERT(std::abs(found.a[p] - (i0 + part * (i1 - i0))) < 1e-9);
    RC_ASSERT(std::abs(found.b[p] - (j0 + part * (j1 - j0))) < 1e-9);
  }
}

TEST(Align, TakesOneFrameAndLongClips) {
  const Alignment one = align(Batch::Ones(1, 2), Batch::Random(5, 2));
  EXPECT_EQ(one.a.back(), 0.0);
  EXPECT_EQ(one.b.back(), 4.0);
  const Alignment both = align(Batch::Ones(1, 2), Batch::Ones(1, 2));
  EXPECT_EQ(both.pairs(), 2);
  // More frames than the grid has cells.
  const Alignment coarse = align(journey(2400, as_it_is), journey(2400, as_it_is));
  EXPECT_EQ(coarse.pairs(), 1500);
  EXPECT_NEAR(coarse.b[700], coarse.a[700], 1e-9);
}

TEST(Align, RefusesWhatDoesNotFit) {
  const Batch a = Batch::Ones(4, 2);
  EXPECT_THROW((void)align(a, Batch::Ones(4, 3)), UsageError);
  EXPECT_THROW((void)align(a, Batch(0, 2)), UsageError);
  EXPECT_THROW((void)align(a, a, {.max_slope = 0}), UsageError);
  EXPECT_THROW((void)align(a, a, {.smoothing = -1.0}), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
