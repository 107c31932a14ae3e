#include "poseaae/evaluation/evaluator.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/metrics/positions.hpp"
#include "poseaae/metrics/smoothness.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::evaluation {
namespace {

struct Dances {
  test::TemporaryFolder folder;
  dataset::PoseDataset data;
  dataset::Split split;
  Options options{.generated = 200, .paths = 8, .steps = 6, .resamples = 50};

  Dances() : data((test::write_dances(folder.path()), test::dances(folder.path()))) {
    split = test::last_clip_held_out(data);
  }
  [[nodiscard]] Evaluator evaluator() const { return {data, split, options}; }
};

TEST(EvaluatorTest, ACodecThatKeepsEverythingHasNoError) {
  const Dances c;
  const Report report = c.evaluator().evaluate(test::perfect_codec(28));
  EXPECT_EQ(report.name, "perfect");
  EXPECT_EQ(report.value("data", "train poses"), 300);
  EXPECT_EQ(report.value("data", "held-out poses"), 60);
  EXPECT_NEAR(report.value("reconstruction", "mpjpe"), 0.0, 1e-3);
  EXPECT_NEAR(report.value("reconstruction", "rotation error"), 0.0, 0.01);
  EXPECT_NEAR(report.value("reconstruction", "bone deviation"), 0.0, 1e-5);
  EXPECT_NEAR(report.value("generalisation", "mpjpe of train poses"), 0.0, 1e-3);
  EXPECT_NEAR(report.value("smoothness", "jerk ratio"), 1.0, 1e-3);
  EXPECT_NEAR(report.value("smoothness", "foot skating"),
              report.value("smoothness", "foot skating of originals"), 1e-3);
  // Quaternions with w = 1 are no samples of N(0, 1): at least Phi(1) of the mass lies below.
  EXPECT_GT(report.value("prior", "worst ks"), 0.8);
  // Unit quaternions at random are further apart than any dancer's.
  EXPECT_GT(report.value("generation", "apd / real"), 2.0);
  EXPECT_GT(report.value("generation", "dnn / held out"), 2.0);
}

TEST(EvaluatorTest, ACodecThatKnowsOnePoseHasNoVariety) {
  const Dances c;
  const Report report = c.evaluator().evaluate(test::constant_codec(c.data.poses.row(0), 4));
  EXPECT_GT(report.value("reconstruction", "mpjpe"), 10.0);
  EXPECT_NEAR(report.value("generation", "apd / real"), 0.0, 1e-6);
  EXPECT_NEAR(report.value("generation", "dnn"), 0.0, 1e-3);  // that pose is a train pose
  EXPECT_LT(report.value("generation", "recall"), 0.1);
  EXPECT_NEAR(report.value("smoothness", "jerk ratio"), 0.0, 1e-6);
  EXPECT_NEAR(report.value("prior", "mean ks"), 0.5, 1e-9);
  EXPECT_NEAR(report.value("prior", "covariance error"), 1.0, 1e-9);
  EXPECT_NEAR(report.value("prior", "sliced wasserstein"), 1.0, 1e-6);
  EXPECT_NEAR(report.value("interpolation", "speed variation slerp"), 0.0, 1e-9);
  // Its encodings are all one: nowhere to go.
  EXPECT_TRUE(std::isnan(report.value("interpolation", "perceptual path length lerp")));
}

TEST(EvaluatorTest, PcaWithAllItsComponentsLosesNothingAndWithFewSome) {
  const Dances c;
  const BatchRows train(c.data.poses, c.split.train);
  const Evaluator evaluator = c.evaluator();
  EXPECT_NEAR(
      evaluator.evaluate(pca_codec(c.data.format(), train, 28)).value("reconstruction", "mpjpe"),
      0.0, 0.05);
  const double few =
      evaluator.evaluate(pca_codec(c.data.format(), train, 2)).value("reconstruction", "mpjpe");
  const double more =
      evaluator.evaluate(pca_codec(c.data.format(), train, 5)).value("reconstruction", "mpjpe");
  EXPECT_GT(few, 1.0);
  EXPECT_LT(more, 0.7 * few);
  EXPECT_LT(evaluator.evaluate(pca_codec(c.data.format(), train, 2))
                .value("generalisation", "mpjpe of train poses"),
            few);
}

TEST(EvaluatorTest, PcaDoesNotSeeSigns) {
  Dances c;
  const Codec codec = pca_codec(c.data.format(), {c.data.poses, c.split.train}, 4);
  const Batch poses = c.data.poses.topRows(3);
  EXPECT_TRUE(codec.encode(-poses).isApprox(codec.encode(poses)));
}

TEST(EvaluatorTest, PcaOfSixNumbersIsThatOfMatrices) {
  const Dances c;
  const BatchRows train(c.data.poses, c.split.train);
  const codec::PoseFormat six(c.data.skeleton, codec::RotationForm::kSixD);
  const Codec all = pca_codec(six, train, 42);
  const Report report = c.evaluator().evaluate(all);
  EXPECT_EQ(report.details.latents.cols(), 42);
  EXPECT_NEAR(report.value("reconstruction", "mpjpe"), 0.0, 0.05);
  EXPECT_TRUE(all.encode(-c.data.poses.topRows(3)).isApprox(all.encode(c.data.poses.topRows(3))));
}

TEST(EvaluatorTest, IntervalsHoldTheMeanAndAreOverClips) {
  Dances c;
  // The last two clips held out: an interval needs more than one.
  const dataset::Clip& before = c.data.clips[4];
  c.split.train.resize(static_cast<std::size_t>(before.first));
  std::vector<int> both;
  for (int row = before.first; row < c.data.size(); ++row) both.push_back(row);
  c.split.test = both;
  const Report report =
      c.evaluator().evaluate(pca_codec(c.data.format(), {c.data.poses, c.split.train}, 2));
  const Measure& mpjpe = report.at("reconstruction", "mpjpe");
  EXPECT_LT(mpjpe.low, mpjpe.value);
  EXPECT_GT(mpjpe.high, mpjpe.value);
  EXPECT_TRUE(std::isnan(report.at("prior", "mean ks").low));
}

TEST(EvaluatorTest, IsTheSameWhateverTheThreads) {
  Dances c;
  const Codec codec = pca_codec(c.data.format(), {c.data.poses, c.split.train}, 3);
  c.options.threads = 1;
  const Report one = c.evaluator().evaluate(codec);
  c.options.threads = 3;
  const Report three = c.evaluator().evaluate(codec);
  ASSERT_EQ(one.measures.size(), three.measures.size());
  for (std::size_t i = 0; i < one.measures.size(); ++i) {
    EXPECT_EQ(one.measures[i].value, three.measures[i].value) << one.measures[i].name;
  }
}

Batch positions_of(const mocap::Motion& motion) {
  const std::vector<double> flat = mocap::joint_positions(motion);
  Batch positions(motion.frames(), 3 * motion.joints());
  for (Eigen::Index i = 0; i < positions.size(); ++i) {
    positions.data()[i] = static_cast<float>(flat[static_cast<std::size_t>(i)]);
  }
  return positions;
}

TEST(EvaluatorTest, FeetOfAFrozenPoseGoWhereTheBodyGoes) {
  const Dances c;
  const Report report = c.evaluator().evaluate(test::constant_codec(c.data.poses.row(0), 4));
  // The last clip as its file has it, with every joint below the body as in the first clip.
  mocap::Motion frozen = mocap::read_bvh(c.data.clips.back().source).motion;
  const auto contacts = metrics::find_contacts(positions_of(frozen), {4, 6}, 30.0);
  const mocap::Motion first = mocap::read_bvh(c.data.clips.front().source).motion;
  for (int t = 0; t < frozen.frames(); ++t) {
    for (int j = 1; j < 7; ++j) frozen.set_rotation(t, j, first.rotation(0, j));
  }
  EXPECT_GT(contacts.count(), 10);
  EXPECT_NEAR(report.value("smoothness", "foot skating"),
              metrics::foot_skating(positions_of(frozen), contacts, 30.0), 1e-3);
}

TEST(EvaluatorTest, JerkIsNotMeasuredAcrossAGap) {
  Dances c;
  const int first = c.data.clips.back().first;
  c.split.test.clear();
  for (int t = 0; t < 60; ++t) {
    if (t < 20 || t >= 40) c.split.test.push_back(first + t);
  }
  const metrics::PoseSpace space(c.data.skeleton, c.data.poses);
  const Batch points = space.points(c.data.poses.middleRows(first, 60));
  const double expected = 0.5 * (metrics::mean_jerk(points.topRows(20), c.data.fps) +
                                 metrics::mean_jerk(points.bottomRows(20), c.data.fps));
  EXPECT_NEAR(
      c.evaluator().evaluate(test::perfect_codec(28)).value("smoothness", "jerk of originals"),
      expected, 1e-6 * expected);
}

TEST(EvaluatorTest, WithoutTheFilesThereIsNoSkating) {
  Dances c;
  for (auto& clip : c.data.clips) clip.source = "gone/" + clip.source;
  const Report report = c.evaluator().evaluate(test::perfect_codec(28));
  EXPECT_THROW((void)report.at("smoothness", "foot skating"), UsageError);
  EXPECT_NEAR(report.value("smoothness", "jerk ratio"), 1.0, 1e-3);
}

TEST(EvaluatorTest, FramesAtRandomLeakAndClipsDoNot) {
  Dances c;
  EXPECT_FALSE(c.evaluator().leakage().leaks());
  c.split = dataset::split(c.data, {.kind = dataset::SplitKind::kFrame});
  EXPECT_TRUE(c.evaluator().leakage().leaks());
}

TEST(EvaluatorTest, RefusesWhatItCannotMeasure) {
  Dances c;
  c.options.steps = 2;
  EXPECT_THROW((void)c.evaluator(), UsageError);
  c.options = {};
  c.split.test.resize(3);
  EXPECT_THROW((void)c.evaluator(), UsageError);
}

}  // namespace
}  // namespace poseaae::evaluation
