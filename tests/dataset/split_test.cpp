#include "poseaae/dataset/split.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "samples.hpp"

namespace poseaae::dataset {
namespace {

using test::of_lengths;

bool ascending(const std::vector<int>& rows) {
  return std::adjacent_find(rows.begin(), rows.end(), std::greater_equal<>()) == rows.end();
}

std::vector<bool> marks(const std::vector<int>& rows, int size) {
  std::vector<bool> marked(static_cast<std::size_t>(size), false);
  for (const int row : rows) marked.at(row) = true;
  return marked;
}

double share(const Split& split, const PoseDataset& data) {
  return static_cast<double>(split.test.size()) / data.size();
}

RC_GTEST_PROP(SplitProperty, SetsAreAscendingDisjointAndInRange, (std::uint64_t seed)) {
  const auto kind =
      *rc::gen::element(SplitKind::kAuto, SplitKind::kClip, SplitKind::kBlock, SplitKind::kFrame);
  const auto lengths = *rc::gen::container<std::vector<int>>(7, rc::gen::inRange(60, 400));
  const auto data = of_lengths(lengths);
  SplitOptions options{.kind = kind, .seed = seed};
  options.test_fraction = *rc::gen::inRange(5, 50) / 100.0;
  const Split result = split(data, options);
  RC_ASSERT(!result.train.empty() && !result.test.empty());
  RC_ASSERT(ascending(result.train) && ascending(result.test));
  const auto train = marks(result.train, data.size());
  for (const int row : result.test) RC_ASSERT(!train.at(row));
  RC_ASSERT(split(data, options).test == result.test);
}

RC_GTEST_PROP(SplitProperty, BlocksKeepTheirGapToTrainingInEveryClip, (std::uint64_t seed)) {
  const auto lengths = *rc::gen::container<std::vector<int>>(3, rc::gen::inRange(1, 900));
  auto with_long = lengths;
  with_long.push_back(900);
  const auto data = of_lengths(with_long);
  // Gaps no longer than blocks: longer ones may leave nothing to train on, which is an error.
  const double block_s = *rc::gen::inRange(1, 50) / 10.0;
  const SplitOptions options{.kind = SplitKind::kBlock,
                             .block_s = block_s,
                             .gap_s = block_s * *rc::gen::inRange(0, 11) / 10.0,
                             .seed = seed};
  const Split result = split(data, options);
  const int gap = static_cast<int>(std::llround(options.gap_s * data.fps));
  const auto train = marks(result.train, data.size());
  const auto test = marks(result.test, data.size());
  for (const Clip& clip : data.clips) {
    bool tested = false;
    for (int row = clip.first; row < clip.first + clip.frames; ++row) {
      if (!test[row]) continue;
      tested = true;
      const int end = std::min(clip.first + clip.frames, row + gap + 1);
      for (int near = std::max(clip.first, row - gap); near < end; ++near) RC_ASSERT(!train[near]);
    }
    // Nothing is left out for the sake of a block that is not there.
    for (int row = clip.first; row < clip.first + clip.frames; ++row) {
      if (!tested) RC_ASSERT(train[row]);
    }
  }
}

TEST(Split, FractionsComeNearTheWanted) {
  const auto data = of_lengths({900, 700, 1100, 800, 1000, 600, 900});
  for (const double wanted : {0.1, 0.2, 0.4}) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const auto of = [&](SplitKind kind) {
        return share(split(data, {.kind = kind, .test_fraction = wanted, .seed = seed}), data);
      };
      EXPECT_NEAR(of(SplitKind::kFrame), wanted, 1e-3);
      EXPECT_NEAR(of(SplitKind::kBlock), wanted, 0.02);
      EXPECT_NEAR(of(SplitKind::kClip), wanted, 0.1);
    }
  }
}

TEST(Split, AClipMuchTooLongIsNotTakenForATest) {
  const auto data = of_lengths({5000, 100, 120, 110, 90, 100});
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const double found =
        share(split(data, {.kind = SplitKind::kClip, .test_fraction = 0.1, .seed = seed}), data);
    EXPECT_LT(found, 0.15) << "seed " << seed;
  }
}

TEST(Split, WithClipsAllTooLongTheShortestIsTheTest) {
  const auto data = of_lengths({500, 400, 450});
  const Split result = split(data, {.kind = SplitKind::kClip, .test_fraction = 0.05});
  EXPECT_EQ(result.test.size(), 400U);
  EXPECT_EQ(result.test.front(), 500);
}

TEST(Split, ClipsAreNeverCut) {
  const auto data = of_lengths({90, 100, 110, 80, 95, 105});
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const Split result =
        split(data, {.kind = SplitKind::kClip, .test_fraction = 0.3, .seed = seed});
    const auto test = marks(result.test, data.size());
    for (const Clip& clip : data.clips) {
      for (int row = clip.first; row < clip.first + clip.frames; ++row) {
        EXPECT_EQ(test[row], test[clip.first]);
      }
    }
    EXPECT_EQ(result.train.size() + result.test.size(), static_cast<std::size_t>(data.size()));
  }
}

TEST(Split, BlocksComeInOneStretchEachAndInEveryClip) {
  const auto data = of_lengths({900, 1200});
  const Split result = split(data, {.kind = SplitKind::kBlock, .block_s = 3.0, .gap_s = 0.5});
  int stretches = 0;
  for (std::size_t i = 0; i < result.test.size(); ++i) {
    stretches += i == 0 || result.test[i] != result.test[i - 1] + 1 ? 1 : 0;
  }
  EXPECT_EQ(result.test.size(), 420U);
  EXPECT_EQ(stretches, 4);  // 180 = 2 x 90 and 240 = 2 x 120 frames
  EXPECT_TRUE(std::any_of(result.test.begin(), result.test.end(), [](int r) { return r < 900; }));
}

TEST(Split, AnotherSeedGivesAnotherSplit) {
  const auto data = of_lengths({900, 900, 900, 900, 900, 900});
  for (const auto kind : {SplitKind::kFrame, SplitKind::kBlock, SplitKind::kClip}) {
    std::set<std::vector<int>> different;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      different.insert(split(data, {.kind = kind, .seed = seed}).test);
    }
    EXPECT_GT(different.size(), 3U);
  }
}

TEST(Split, AutoTakesClipsFromFiveClipsOn) {
  EXPECT_EQ(split(of_lengths({90, 90, 90, 90}), {}).kind, SplitKind::kBlock);
  EXPECT_EQ(split(of_lengths({90, 90, 90, 90, 90}), {}).kind, SplitKind::kClip);
}

TEST(Split, TooLittleDataSaysWhatToChange) {
  const auto refused = [](const PoseDataset& data, SplitOptions options, const char* part) {
    try {
      (void)split(data, options);
      ADD_FAILURE() << "nothing thrown, expected " << part;
    } catch (const UsageError& error) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    }
  };
  refused(of_lengths({1}), {}, "use more frames");
  refused(of_lengths({2}), {.kind = SplitKind::kFrame}, "use more frames");
  refused(of_lengths({100}), {.kind = SplitKind::kClip}, "data.split");
  refused(of_lengths({10}), {.kind = SplitKind::kBlock, .gap_s = 60.0}, "data.gap_s");
  refused(of_lengths({100}), {.test_fraction = 0.0}, "data.test_fraction");
  refused(of_lengths({100}), {.kind = SplitKind::kFrame, .test_fraction = 1.5}, "between 0 and 1");
  refused(of_lengths({100}), {.test_fraction = std::nan("")}, "data.test_fraction");
  refused(of_lengths({100}), {.block_s = -1.0}, "data.block_s");
  refused(of_lengths({100}), {.gap_s = -1.0}, "data.gap_s");
}

TEST(BatchRows, PicksRowsInTheOrderGiven) {
  const auto data = of_lengths({5});
  const std::vector<int> rows{4, 0, 4};
  const Batch picked = BatchRows(data.poses, rows).copy();
  ASSERT_EQ(picked.rows(), 3);
  EXPECT_EQ(picked.row(0), data.poses.row(4));
  EXPECT_EQ(picked.row(1), data.poses.row(0));
  EXPECT_EQ(picked.row(2), data.poses.row(4));
}

TEST(MeanPose, RecoversAKnownMeanUnderRandomSigns) {
  using math::Vec3;
  Random random(8);
  const std::vector<math::Quat> centre{math::from_rotation_vector(Vec3(0.4, -1.2, 2.0)),
                                       math::from_rotation_vector(Vec3(0, 3.0, 0))};
  Batch poses(4000, 8);
  for (int row = 0; row < poses.rows(); row += 2) {
    for (int j = 0; j < 2; ++j) {
      // In pairs on both sides of the mean, which is then exactly the centre.
      const Vec3 off = 0.4 * Vec3(random.normal(), random.normal(), random.normal());
      for (const int side : {0, 1}) {
        math::Quat q = centre[j] * math::from_rotation_vector(side == 0 ? off : Vec3(-off));
        if (random.below(2) == 0) q.coeffs() *= -1.0;
        math::store_wxyz<float>(q.cast<float>(), poses.row(row + side).data() + 4 * j);
      }
    }
  }
  std::vector<int> all_rows(static_cast<std::size_t>(poses.rows()));
  std::iota(all_rows.begin(), all_rows.end(), 0);
  const codec::PoseFormat format(
      mocap::Skeleton({"a", "b"}, {-1, 0}, {Vec3::Zero(), Vec3::UnitY()}));
  const std::vector<float> mean = with_mean(format, BatchRows(poses, all_rows)).reference();
  ASSERT_EQ(mean.size(), 8U);
  for (int j = 0; j < 2; ++j) {
    const auto found = math::load_wxyz(&mean[4 * j]).cast<double>();
    EXPECT_GE(found.w(), 0.0);
    EXPECT_NEAR(found.norm(), 1.0, 1e-6);
    EXPECT_LT(math::angle_between(found, centre[j]), 1e-5);
  }
}

}  // namespace
}  // namespace poseaae::dataset
