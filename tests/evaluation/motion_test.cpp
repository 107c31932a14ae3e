#include "poseaae/evaluation/motion.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/fused_engine/fused_engine.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "support/support.hpp"
#include "support/walker.hpp"

namespace poseaae::evaluation::motion {
namespace {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;

constexpr double kFps = 30.0;

Motion walk(double speed, int frames = 180) {
  return test::Walk(test::Walker{}, kFps, frames, speed).motion;
}

/// Walks of different speeds; the held-out ones have 1.0 and 1.4 m/s.
Recordings walks() {
  Recordings all;
  for (const double speed : {0.8, 1.0, 1.2, 1.4}) {
    all.train.push_back({walk(speed), static_cast<int>(all.train.size())});
  }
  all.held_out = {{walk(1.0), 4}, {walk(1.4), 5}};
  return all;
}

/// Decodes what it was given, changed; its walks are the held-out recordings.
Codec changing(const std::function<Motion(Motion)>& change) {
  return {"changed", 4, 40.0, [=](const Motion& motion) { return Rebuilt{change(motion)}; },
          [](int frames, std::uint64_t seed) { return walk(seed % 2 == 1 ? 1.0 : 1.4, frames); }};
}

Report measured(const std::function<Motion(Motion)>& change) {
  const Evaluator evaluator(walks(), {.walks = 2, .resamples = 20});
  return evaluator.evaluate(changing(change));
}

TEST(MotionTest, WhatComesBackAsItWasHasNoError) {
  const Report report = measured([](Motion motion) { return motion; });
  const auto value = [&](const char* name) { return report.value("reconstruction", name); };
  EXPECT_NEAR(value("mpjpe"), 0.0, 1e-3);
  EXPECT_NEAR(value("mpjpe with lean"), 0.0, 1e-3);
  EXPECT_NEAR(value("rotation error"), 0.0, 1e-3);
  EXPECT_NEAR(value("root drift, 1 s"), 0.0, 1e-6);
  EXPECT_NEAR(value("root drift, 5 s"), 0.0, 1e-6);
  EXPECT_NEAR(value("path / recorded"), 1.0, 1e-6);
  EXPECT_NEAR(value("jerk / recorded"), 1.0, 1e-6);
  EXPECT_EQ(report.value("feet", "contact f1"), 1.0);
  EXPECT_EQ(report.value("feet", "skating"), report.value("feet", "skating of recordings"));
  EXPECT_LT(report.value("feet", "skating"), 0.02);  // feet that stand
  EXPECT_EQ(report.find("feet", "contact f1 as told"), nullptr);
  EXPECT_EQ(report.value("codec", "numbers a second"), 40.0);
  EXPECT_EQ(report.value("data", "held-out clips"), 2.0);
  EXPECT_NEAR(report.value("data", "to learn from"), 24.0, 1e-9);
}

TEST(MotionTest, WalksLikeTheRecordingsAreThoseOfTheRecordings) {
  const Report report = measured([](Motion motion) { return motion; });
  const auto value = [&](const std::string& name) { return report.value("generation", name); };
  EXPECT_NEAR(value("root speed / recordings"), 1.0, 1e-6);
  EXPECT_NEAR(value("root speed"), 1.2, 0.01);  // of 1.0 and 1.4
  EXPECT_NEAR(value("root speeds, distance"), 0.0, 1e-6);
  // Quarters of 0.8, 1.0, 1.2 and 1.4 against halves of 1.0 and 1.4: two quarters go 0.2 far.
  EXPECT_NEAR(value("root speeds, of training clips"), 0.1, 0.01);
  EXPECT_NEAR(value("path"), 1.2 * 179 / kFps, 0.05);
  EXPECT_NEAR(value("paths, distance"), 0.0, 1e-4);
  EXPECT_NEAR(value("turn"), 0.0, 1e-3);
  EXPECT_EQ(value("precision"), value("precision of held out"));
  EXPECT_EQ(value("precision"), 1.0);  // both are among the training clips
  EXPECT_NEAR(value("frechet"), value("frechet of held out"), 1e-6);
  EXPECT_NEAR(value("frechet to held out"), 0.0, 1e-5);
  EXPECT_NEAR(value("diversity / recordings"), 1.0, 1e-3);
  EXPECT_NEAR(value("jerk / recordings"), 1.0, 1e-6);
  EXPECT_NEAR(value("skating / recordings"), 1.0, 1e-6);
  EXPECT_NEAR(value("standing"), 1.0, 0.02);  // a walk never flies
}

TEST(MotionTest, AShorterWayDriftsAndSkates) {
  const Report report = measured([](Motion motion) {
    for (int t = 0; t < motion.frames(); ++t) {
      Vec3 position = motion.root_position(t);
      position.z() *= 0.9;
      motion.set_root_position(t, position);
    }
    return motion;
  });
  const auto value = [&](const char* name) { return report.value("reconstruction", name); };
  EXPECT_NEAR(value("mpjpe"), 0.0, 1e-3);
  EXPECT_NEAR(value("root drift, 1 s"), 10.0 * 1.2, 0.05);  // cm: a tenth of 1.0 and 1.4 m
  EXPECT_NEAR(value("root drift, 5 s"), 50.0 * 1.2, 0.2);
  EXPECT_NEAR(value("root drift, 1 m"), 10.0, 0.5);  // to the next frame
  EXPECT_NEAR(value("path / recorded"), 0.9, 0.001);
  // Feet slide by a tenth of the speed of the walk.
  EXPECT_NEAR(report.value("feet", "skating"), 0.12, 0.02);
}

TEST(MotionTest, AnotherPlaceAndHeadingAreNoError) {
  const Report report = measured([](Motion motion) {
    const Quat turn(Eigen::AngleAxisd(2.0, Vec3::UnitY()));
    for (int t = 0; t < motion.frames(); ++t) {
      motion.set_root_position(t, turn * motion.root_position(t) + Vec3(3.0, 0.0, -1.0));
      motion.set_rotation(t, 0, turn * motion.rotation(t, 0));
    }
    return motion;
  });
  const auto value = [&](const char* name) { return report.value("reconstruction", name); };
  EXPECT_NEAR(value("mpjpe with lean"), 0.0, 1e-2);
  EXPECT_NEAR(value("root drift, 5 s"), 0.0, 1e-3);
}

TEST(MotionTest, ABodyThatLeansIsAnErrorOfItsOwn) {
  const double angle = 0.2;
  const Report report = measured([&](Motion motion) {
    const Quat lean(Eigen::AngleAxisd(angle, Vec3::UnitX()));
    for (int t = 0; t < motion.frames(); ++t) {
      motion.set_rotation(t, 0, lean * motion.rotation(t, 0));
    }
    return motion;
  });
  EXPECT_NEAR(report.value("reconstruction", "mpjpe"), 0.0, 1e-3);
  // Each joint goes along an arc of 2 r sin(angle / 2); the largest r of the walker is below 1 m.
  EXPECT_GT(report.value("reconstruction", "mpjpe with lean"),
            1000 * 2 * 0.2 * std::sin(angle / 2));
  EXPECT_LT(report.value("reconstruction", "mpjpe with lean"), 1000 * 2 * std::sin(angle / 2));
}

TEST(MotionTest, AskForMotionOfTheSameLength) {
  const Evaluator evaluator(walks(), {.walks = 4, .resamples = 20});
  EXPECT_THROW((void)evaluator.evaluate(changing(
                   [](const Motion& motion) { return motion.slice(0, motion.frames() - 1); })),
               Error);
  EXPECT_THROW(Evaluator({}, {}), UsageError);
}

/// Six walks in files, and a configuration of windows to learn them.
struct Walks {
  test::TemporaryFolder folder;
  training::Config config;

  Walks() {
    for (int i = 0; i < 6; ++i) {
      mocap::write_bvh(folder / fmt::format("walk_{}.bvh", static_cast<char>('a' + i)),
                       walk(0.8 + 0.1 * i, 90));
    }
    config = training::Config::parse(
        "preset: motion", "test",
        {"data.clips=" + (folder.path() / "walk_*.bvh").string(), "data.split=clip",
         "model.window=16", "model.hop=8", "model.components=64", "model.latent=24",
         "model.encoder=[32]", "training.epochs=1", "training.batch=64"});
  }
};

TEST(MotionRecordingsTest, AreTheClipsInTheRoomWhereverTheirHeadingIs) {
  const Walks c;
  const Recordings kept = recordings_of(training::prepare(c.config));
  EXPECT_EQ(kept.train.size() + kept.held_out.size(), 6U);
  const auto poses =
      training::Config::parse("preset: best", "test",
                              {"data.clips=" + (c.folder.path() / "walk_*.bvh").string(),
                               "data.split=clip", "data.root_rotation=remove"});
  const Recordings read = recordings_of(training::prepare(poses));
  ASSERT_EQ(read.held_out.size(), kept.held_out.size());
  for (std::size_t i = 0; i < read.held_out.size(); ++i) {
    const Motion& a = kept.held_out[i].motion;
    const Motion& b = read.held_out[i].motion;
    ASSERT_EQ(a.frames(), b.frames());
    EXPECT_LT((a.root_position(60) - b.root_position(60)).norm(), 1e-5);
    EXPECT_LT(a.rotation(60, 0).angularDistance(b.rotation(60, 0)), 1e-3);
  }
}

TEST(MotionRecordingsTest, OfBlocksAreTheirStretches) {
  Walks c;
  c.config.set({"data.split=block", "data.block_s=1", "data.gap_s=0.2"});
  const Recordings found = recordings_of(training::prepare(c.config));
  for (const Recording& recording : found.held_out) {
    EXPECT_GE(recording.motion.frames(), kWindow);
    EXPECT_LE(recording.motion.frames(), 30);
  }
  EXPECT_GT(found.train.size(), 6U);
}

TEST(MotionRecordingsTest, BeginningsAreTheSameShareOfEach) {
  const Recordings all = recordings_of(training::prepare(Walks().config));
  double total_s = 0.0;
  for (const Recording& recording : all.train) total_s += recording.motion.frames() / kFps;
  const auto half = beginnings_of(all.train, 0.5 * total_s);
  ASSERT_EQ(half.size(), all.train.size());
  for (std::size_t i = 0; i < half.size(); ++i) {
    EXPECT_EQ(half[i].clip, all.train[i].clip);
    EXPECT_NEAR(half[i].motion.frames(), 0.5 * all.train[i].motion.frames(), 0.5);
    EXPECT_EQ(half[i].motion.root_position(7), all.train[i].motion.root_position(7));
  }
  for (const Recording& shortest : beginnings_of(all.train, 0.1)) {
    EXPECT_EQ(shortest.motion.frames(), kWindow);
  }
  for (std::size_t i = 0; i < half.size(); ++i) {
    EXPECT_EQ(beginnings_of(all.train, 2.0 * total_s)[i].motion.frames(),
              all.train[i].motion.frames());
  }
}

TEST(PrincipalComponentsTest, OfWindowsRebuildThemTheBetterTheMoreThereAre) {
  Walks c;
  const auto report = [&](int latents) {
    c.config.set({fmt::format("model.latent={}", latents)});
    const auto session = training::prepare(c.config);
    const Evaluator evaluator(recordings_of(session), {.walks = 4, .resamples = 20});
    return evaluator.evaluate(codec_of("pca", principal_components(session)));
  };
  const Report few = report(2);
  const Report many = report(40);
  EXPECT_EQ(few.value("codec", "numbers a second"), 2 * kFps / 8);
  EXPECT_LT(many.value("reconstruction", "mpjpe"), 0.3 * few.value("reconstruction", "mpjpe"));
  EXPECT_LT(many.value("reconstruction", "mpjpe"), 5.0);
  EXPECT_LT(many.value("reconstruction", "root drift, 1 s"), 2.0);
  EXPECT_GT(many.value("feet", "contact f1 as told"), 0.95);
  EXPECT_GT(many.value("generation", "root speed"), 0.3);  // its walks travel
}

TEST(MotionStudyTest, BaselinesStandBesideTheModel) {
  const Walks c;
  const Experiment experiment{
      c.folder / "runs", fused_engine::make_fused_engine, {.walks = 4, .resamples = 20}};
  const Comparison comparison = motion::cross_validate(
      experiment, "walks", c.config,
      {.folds = 2, .seeds = 1, .baselines = {"pca", "pose", "ae"}, .jobs = 1});
  ASSERT_EQ(comparison.reports.size(), 4U);
  ASSERT_EQ(comparison.runs.size(), 8U);
  const auto numbers = [&](int i) {
    return comparison.reports[i].value("codec", "numbers a second");
  };
  EXPECT_EQ(numbers(0), 24 * kFps / 8);
  EXPECT_EQ(numbers(1), numbers(0));
  EXPECT_EQ(numbers(2), 16 * kFps);
  EXPECT_EQ(numbers(3), numbers(0));
  EXPECT_EQ(comparison.reports[2].find("feet", "contact f1 as told"), nullptr);
  EXPECT_NE(comparison.reports[3].find("feet", "contact f1 as told"), nullptr);
  EXPECT_GT(comparison.reports[0].value("baselines", "mpjpe / pca"), 0.0);
  EXPECT_GT(comparison.reports[0].value("training", "time"), 0.0);
  const auto pose =
      training::Config::load(experiment.runs / "pose_fold_0_seed_1" / "config.yaml", {});
  EXPECT_EQ(pose.model.window, 0);
  EXPECT_EQ(pose.training.epochs, 1);
  const auto ae = training::Config::load(experiment.runs / "ae_fold_1_seed_1" / "config.yaml", {});
  EXPECT_EQ(ae.model.window, 16);
  EXPECT_EQ(ae.model.kind, objective::ModelKind::kAe);
  EXPECT_THROW(
      (void)motion::cross_validate(experiment, "walks", c.config, {.baselines = {"poses"}}),
      UsageError);
}

}  // namespace
}  // namespace poseaae::evaluation::motion
