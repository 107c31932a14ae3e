#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "labelled.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/metrics/disentanglement.hpp"

namespace poseaae::metrics {
namespace {

constexpr std::size_t kMig = 0;
constexpr std::size_t kInformativeness = 3;
constexpr std::size_t kSap = 4;

TEST(NullTest, IsByHand) {
  const Null null = null_of(3.0, {1, 2, 3, 4, 0});
  EXPECT_DOUBLE_EQ(null.mean, 2.0);
  EXPECT_DOUBLE_EQ(null.p, 3.0 / 6.0);  // 3 and 4 are not below
  EXPECT_DOUBLE_EQ(null.p5, 0.2);
  EXPECT_DOUBLE_EQ(null.p95, 3.8);
  EXPECT_TRUE(std::isnan(null_of(NAN, {1.0}).p));
  EXPECT_TRUE(std::isnan(null_of(1.0, {NAN}).p));
  EXPECT_DOUBLE_EQ(null_of(1.0, {NAN, 0.5}).p, 0.5);
  EXPECT_THROW((void)null_of(1.0, {}), UsageError);
}

RC_GTEST_PROP(ShuffledRowsProperty, KeepsGroupsTogetherAndTheirFramesInOrder, ()) {
  const auto sizes = *rc::gen::container<std::vector<int>>(*rc::gen::inRange<std::size_t>(2, 13),
                                                           rc::gen::inRange(1, 9));
  std::vector<int> groups;
  for (std::size_t g = 0; g < sizes.size(); ++g) {
    groups.insert(groups.end(), static_cast<std::size_t>(sizes[g]), 7 * static_cast<int>(g));
  }
  Random random(*rc::gen::arbitrary<std::uint32_t>());
  const std::vector<int> from = shuffled_rows(groups, random);
  RC_ASSERT(from.size() == groups.size());
  std::set<int> used;  // every group gives its labels once
  for (std::size_t i = 0; i < from.size(); ++i) {
    const auto source = static_cast<std::size_t>(from[i]);
    const int first =
        static_cast<int>(std::find(groups.begin(), groups.end(), groups[source]) - groups.begin());
    const bool begins = i == 0 || groups[i - 1] != groups[i];
    if (begins) {
      RC_ASSERT(used.insert(groups[source]).second);
      if (sizes.size() >= 8U) RC_ASSERT(from[i] == first);
    }
    if (i + 1 == from.size() || groups[i + 1] != groups[i]) continue;
    const bool wraps = source + 1 == groups.size() || groups[source + 1] != groups[source];
    RC_ASSERT(from[i + 1] == (wraps ? first : from[i] + 1));
  }
  RC_ASSERT(used.size() == sizes.size());
}

TEST(RandomRotationTest, IsARotationOfNoPreferredDirection) {
  Random random(3);
  constexpr int kSamples = 2000;
  Eigen::Matrix3d sum = Eigen::Matrix3d::Zero();
  Eigen::Matrix3d squares = Eigen::Matrix3d::Zero();
  for (int i = 0; i < kSamples; ++i) {
    const Eigen::Matrix3d q = random_rotation(3, random);
    ASSERT_TRUE((q.transpose() * q).isApprox(Eigen::Matrix3d::Identity(), 1e-12));
    sum += q;
    squares += q.cwiseAbs2();
  }
  // An entry has mean 0 and mean square 1/3, deviation 0.577 and 0.298.
  EXPECT_LT((sum / kSamples).cwiseAbs().maxCoeff(), 4 * 0.577 / std::sqrt(kSamples));
  EXPECT_LT(((squares / kSamples).array() - 1.0 / 3.0).abs().maxCoeff(),
            4 * 0.298 / std::sqrt(kSamples));
}

/// In how many of 60 worlds, whose codes and labels change slowly and have nothing to do with each
/// other, a score has p <= 0.1.
int false_alarms(std::size_t score, int clips, bool by_frame = false) {
  const DisentanglementOptions options{
      .bins = 8, .votes = 50, .voters = 16, .shuffles = 29, .rotations = 1};
  int alarms = 0;
  for (std::uint64_t world = 0; world < 60; ++world) {
    const int frames = 720 / clips;
    LabelledCodes codes = test::in_clips(test::slow_rows(clips, frames, 3, 2 * world),
                                         test::slow_rows(clips, frames, 2, 2 * world + 1), frames);
    if (by_frame) std::iota(codes.groups.begin(), codes.groups.end(), 0);
    const Scores scores = disentanglement(codes, options).scores;
    alarms += null_scores(codes, scores, options).shuffled.at(score).p <= 0.1 ? 1 : 0;
  }
  return alarms;
}

// The reason for shuffling clips. Of 60 worlds six have p <= 0.1 by chance, and thirteen or more in
// one of 150 studies. Of four clips, whose labels are also shifted, a few more are allowed.
TEST(NullScoresTest, ShuffledClipsRaiseFewFalseAlarmsAndShuffledFramesMany) {
  for (const std::size_t score : {kMig, kInformativeness, kSap}) {
    EXPECT_LE(false_alarms(score, 12), 12) << score_list().at(score).name;
    EXPECT_LE(false_alarms(score, 4), 15) << score_list().at(score).name;
  }
  EXPECT_GT(false_alarms(kMig, 12, true), 30);
  EXPECT_GT(false_alarms(kSap, 12, true), 30);
}

TEST(NullScoresTest, TellWhatIsKnownFromWhatLiesAlongAxes) {
  const DisentanglementOptions options{.shuffles = 19, .rotations = 19};
  const Eigen::MatrixXd factors = test::slow_rows(40, 50, 5, 5);
  LabelledCodes codes = test::in_clips(factors, factors, 50);
  const Scores along = disentanglement(codes, options).scores;
  const NullScores nulls = null_scores(codes, along, options);
  for (std::size_t s = 0; s < score_list().size(); ++s) {
    const auto& [name, score] = score_list()[s];
    EXPECT_DOUBLE_EQ(nulls.shuffled[s].p, 0.05) << name;
    EXPECT_GT(along.*score, nulls.shuffled[s].p95) << name;
    if (s == kInformativeness) {
      EXPECT_TRUE(std::isnan(nulls.rotated[s].p));
    } else {
      EXPECT_DOUBLE_EQ(nulls.rotated[s].p, 0.05) << name;
    }
  }

  Random random(8);
  codes.codes *= random_rotation(5, random).cast<float>();
  const Scores turned = disentanglement(codes, options).scores;
  const NullScores others = null_scores(codes, turned, options);
  EXPECT_NEAR(turned.informativeness, along.informativeness, 0.01);
  EXPECT_LT(turned.mig, 0.5 * along.mig);
  EXPECT_DOUBLE_EQ(others.shuffled[kInformativeness].p, 0.05);  // all is known
  EXPECT_GT(others.rotated[kMig].p, 0.1);                       // and nothing along an axis
  EXPECT_GT(others.rotated[kSap].p, 0.1);
}

TEST(NullScoresTest, AreTheSameWhateverTheThreads) {
  const LabelledCodes codes = test::labelled_waves();
  DisentanglementOptions options{.bins = 5, .votes = 40, .shuffles = 8, .rotations = 8};
  const Scores scores = disentanglement(codes, options).scores;
  options.threads = 1;
  const NullScores one = null_scores(codes, scores, options);
  options.threads = 4;
  const NullScores four = null_scores(codes, scores, options);
  for (std::size_t s = 0; s < one.shuffled.size(); ++s) {
    EXPECT_EQ(one.shuffled[s].mean, four.shuffled[s].mean);
    if (s == kInformativeness) continue;
    EXPECT_EQ(one.rotated[s].mean, four.rotated[s].mean);
  }
  options.seed = 2;
  EXPECT_NE(null_scores(codes, scores, options).shuffled[kMig].mean, one.shuffled[kMig].mean);
}

}  // namespace
}  // namespace poseaae::metrics
