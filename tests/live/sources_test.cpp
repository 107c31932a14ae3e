#include "poseaae/live/sources.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/latent/walk.hpp"

namespace poseaae::live {
namespace {

constexpr double kFps = 50.0;
constexpr Passed kTick{.played = 1.0 / kFps, .real = 1.0 / kFps};

latent::LatentGaussian sample_space() {
  codec::LatentStatistics statistics;
  statistics.mean = Eigen::Vector3d(1.0, -2.0, 0.5);
  statistics.covariance = Eigen::Matrix3d{{2.0, 0.3, 0.1}, {0.3, 1.0, -0.2}, {0.1, -0.2, 0.5}};
  return latent::LatentGaussian(statistics);
}

struct Stage {
  latent::LatentGaussian gaussian = sample_space();
  WhitenedSpace space{gaussian};
  std::vector<std::unique_ptr<Source>> sources = make_sources(space, 7);
  Settings settings;

  Stage() {
    settings.sliders = settings.offset = settings.amounts = Eigen::VectorXd::Zero(3);
    settings.point = settings.clip.point = settings.a.point = settings.b.point = space.mean;
    settings.glide_s = 0.0;
  }
  Source& source(SourceKind kind) { return *sources[static_cast<std::size_t>(kind)]; }
  const Eigen::VectorXd& step(SourceKind kind, const Passed& passed = kTick) {
    source(kind).step(settings, passed);
    return source(kind).point();
  }
};

/// z = (t, 10 t, -t) at frame t.
std::shared_ptr<Track> ramp(int frames, double fps = kFps) {
  auto track = std::make_shared<Track>(Track{"ramp", Batch(frames, 3), fps});
  for (int t = 0; t < frames; ++t) {
    const auto value = static_cast<float>(t);
    track->latents.row(t) << value, 10 * value, -value;
  }
  return track;
}

TEST(Sources, WalkAsTheWalkerDoes) {
  Stage stage;
  latent::Walker walker(stage.gaussian, {}, {.time_scale_s = 1.0, .seed = 7}, kFps);
  const Batch expected = walker.next(200);
  for (int t = 0; t < 200; ++t) {
    const Eigen::VectorXd point = stage.step(SourceKind::kWalk);
    EXPECT_LT((point - expected.row(t).cast<double>().transpose()).norm(), 1e-4) << t;
  }
}

// Of N(m, C) at any time: over many time scales, mean and deviation are those of the model.
TEST(Sources, WalksStayAmongThePosesOfTheModel) {
  for (const auto& [name, kind] : live_walk_names()) {
    Stage stage;
    stage.settings.walk = kind;
    stage.settings.time_scale_s = 0.2;
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(3), squares = sum;
    constexpr int kCount = 40000;
    for (int t = 0; t < kCount; ++t) {
      const Eigen::VectorXd away = stage.step(SourceKind::kWalk) - stage.space.mean;
      sum += away;
      squares += away.cwiseAbs2();
    }
    EXPECT_LT((sum / kCount).norm(), 0.15) << name;
    EXPECT_NEAR(squares[0] / kCount, 2.0, 0.2) << name;
    EXPECT_NEAR(squares[2] / kCount, 0.5, 0.05) << name;
  }
}

TEST(Sources, AWalkOfAnotherKindGoesOnFromHere) {
  Stage stage;
  const Eigen::VectorXd before = stage.step(SourceKind::kWalk);
  stage.settings.walk = LiveWalk::kOu;
  const Eigen::VectorXd after = stage.step(SourceKind::kWalk, {.played = 1e-6, .real = 0.02});
  EXPECT_LT((after - before).norm(), 0.02);
  EXPECT_FALSE(stage.source(SourceKind::kWalk).jumped());
}

TEST(Sources, SpreadGlides) {
  Stage stage;
  stage.settings.glide_s = 0.5;
  Eigen::VectorXd before = stage.step(SourceKind::kWalk);
  stage.settings.spread = 0.0;
  for (int t = 0; t < 100; ++t) {
    const Eigen::VectorXd point = stage.step(SourceKind::kWalk);
    EXPECT_LT((point - before).norm(), 0.5) << t;
    before = point;
  }
  EXPECT_LT((before - stage.space.mean).norm(), 0.01);
}

TEST(Sources, ALoopComesBack) {
  Stage stage;
  Random random(3);
  stage.settings.loop_s = 2.0;
  stage.settings.loop = std::make_shared<LoopCurve>(random, 3, 2.0, 0.7);
  stage.settings.loop_made = 1;
  std::vector<Eigen::VectorXd> points;
  for (int t = 0; t < 200; ++t) points.push_back(stage.step(SourceKind::kLoop));
  for (int t = 0; t < 100; ++t) EXPECT_LT((points[t] - points[t + 100]).norm(), 1e-9);
  EXPECT_GT((points[0] - points[50]).norm(), 0.01);
  EXPECT_FALSE(stage.source(SourceKind::kLoop).jumped());
  stage.settings.loop_made = 2;
  (void)stage.step(SourceKind::kLoop);
  EXPECT_TRUE(stage.source(SourceKind::kLoop).jumped());
}

// Over seeds, x of a loop is of N(0, I) at every moment (latent/loop.hpp).
TEST(Sources, LoopsHaveTheModelsOwnLaw) {
  Random random(5);
  double squares = 0.0;
  constexpr int kLoops = 4000;
  Eigen::VectorXd x(3);
  for (int i = 0; i < kLoops; ++i) {
    LoopCurve(random, 3, 6.0, 1.0).at(0.37, x);
    squares += x.squaredNorm() / 3.0;
  }
  EXPECT_NEAR(squares / kLoops, 1.0, 0.05);
}

TEST(Sources, AClipGoesRoundAndRound) {
  Stage stage;
  stage.settings.clip = {.track = ramp(10), .point = stage.space.mean, .changed = 1};
  std::vector<double> seen;
  std::vector<bool> jumps;
  for (int t = 0; t < 12; ++t) {
    seen.push_back(stage.step(SourceKind::kClip)[0]);
    jumps.push_back(stage.source(SourceKind::kClip).jumped());
  }
  EXPECT_EQ(seen[0], 0.0);
  EXPECT_NEAR(seen[9], 9.0, 1e-9);
  EXPECT_NEAR(seen[11], 1.0, 1e-9);
  EXPECT_TRUE(jumps[0]);  // it was not there before
  EXPECT_FALSE(jumps[5]);
  EXPECT_TRUE(jumps[10]);
}

TEST(Sources, AClipHasAFrameARangeAndAStep) {
  Stage stage;
  Deck& deck = stage.settings.clip;
  deck = {.track = ramp(100), .point = stage.space.mean, .changed = 1};
  const auto next = [&] { return stage.step(SourceKind::kClip)[0]; };
  EXPECT_EQ(next(), 0.0);
  deck.frame = 40.0;
  deck.gone_to = 1;
  EXPECT_EQ(next(), 40.0);
  EXPECT_TRUE(stage.source(SourceKind::kClip).jumped());
  EXPECT_NEAR(next(), 41.0, 1e-9);
  deck.step = -2.5;
  EXPECT_NEAR(next(), 38.5, 1e-9);
  deck.step = 1.0;
  deck.first = 30.0;
  deck.last = 39.0;  // ten frames, the last of them included
  EXPECT_NEAR(next(), 39.5, 1e-9);
  EXPECT_NEAR(next(), 30.5, 1e-9);
  EXPECT_TRUE(stage.source(SourceKind::kClip).jumped());
  deck.first = 500.0;
  deck.last = 600.0;  // beyond the clip: its last frame
  EXPECT_NEAR(next(), 99.0, 1.0);
}

TEST(Sources, AClipKeepsItsOwnRate) {
  Stage stage;
  stage.settings.clip = {.track = ramp(100, 25.0), .point = stage.space.mean, .changed = 1};
  (void)stage.step(SourceKind::kClip);
  EXPECT_NEAR(stage.step(SourceKind::kClip)[0], 0.5, 1e-9);
}

TEST(Sources, AMixLiesBetweenLatentByLatent) {
  Stage stage;
  stage.settings.a = {.track = {}, .point = Eigen::Vector3d(1, 2, 3), .changed = 1};
  stage.settings.b = {.track = {}, .point = Eigen::Vector3d(3, 6, 13), .changed = 1};
  stage.settings.amounts = Eigen::Vector3d(0.0, 0.5, 1.0);
  EXPECT_LT((stage.step(SourceKind::kMix) - Eigen::Vector3d(1, 4, 13)).norm(), 1e-12);
}

TEST(Sources, APointFollowsTheHandInHalfTheGlide) {
  Stage stage;
  stage.settings.glide_s = 1.0;
  stage.settings.point = stage.space.mean + Eigen::Vector3d(2, 0, 0);
  for (int t = 0; t < 25; ++t) (void)stage.step(SourceKind::kPoint);
  const double made = stage.source(SourceKind::kPoint).point()[0] - stage.space.mean[0];
  EXPECT_NEAR(made, 0.95 * 2.0, 1e-9);
}

TEST(Sources, APathOfAnotherLengthDoesNotJump) {
  Stage stage;
  Eigen::MatrixX2d places = Eigen::MatrixX2d::Random(20, 2);
  const PlacedPoses map(places, Batch::Random(20, 3));
  stage.settings.path = std::make_shared<DrawnPath>(map, places.topRows(3));
  stage.settings.path_made = 1;
  Eigen::VectorXd before = stage.step(SourceKind::kPath);
  EXPECT_TRUE(stage.source(SourceKind::kPath).jumped());
  for (int t = 0; t < 40; ++t) before = stage.step(SourceKind::kPath);
  stage.settings.path_s = 12.0;
  EXPECT_LT((stage.step(SourceKind::kPath) - before).norm(), 0.1);
  EXPECT_FALSE(stage.source(SourceKind::kPath).jumped());
}

}  // namespace
}  // namespace poseaae::live
