#include "inbetween/correction.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "inbetween/gap_metric.hpp"
#include "inbetween/meet_ends.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/evaluation/inbetween_models.hpp"
#include "poseaae/evaluation/motion.hpp"
#include "poseaae/fused_engine/fused_engine.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/mirror.hpp"
#include "support/small_model.hpp"
#include "support/support.hpp"
#include "support/walker.hpp"

namespace poseaae::evaluation::inbetween {
namespace {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kRate = 30.0;

Motion walk(double speed, int frames) {
  return test::Walk(test::Walker{}, kRate, frames, speed).motion;
}

Quat about(const Vec3& axis, double angle) { return Quat(Eigen::AngleAxisd(angle, axis)); }

/// Turned about the vertical and moved.
Motion elsewhere(Motion motion, double turn, const Vec3& by) {
  for (int t = 0; t < motion.frames(); ++t) {
    motion.set_root_position(t, about(Vec3::UnitY(), turn) * motion.root_position(t) + by);
    motion.set_rotation(t, 0, about(Vec3::UnitY(), turn) * motion.rotation(t, 0));
  }
  return motion;
}

TEST(MeetEndsTest, AMotionSomewhereElseIsBroughtBack) {
  const Motion known = walk(1.0, 30);
  const Motion met = meet_ends(elsewhere(known, 2.5, {3, 0.2, -1}), known, 9, 25);
  ASSERT_EQ(met.frames(), 15);
  for (int t = 0; t < met.frames(); ++t) {
    EXPECT_LT((met.root_position(t) - known.root_position(t + 10)).norm(), 1e-5) << t;
    for (int j = 0; j < met.joints(); ++j) {
      EXPECT_LT(math::angle_between(met.rotation(t, j), known.rotation(t + 10, j)), 1e-5);
    }
  }
}

TEST(MeetEndsTest, WhatIsMissingAtTheEndsFades) {
  const Motion known = walk(1.0, 30);
  Motion decoded = known;
  // A joint is off by 0.4 at frame 9 and by -0.2 at frame 19. From frame 14 on, which is half way,
  // the body is 0.1 m too far to the side; at frame 19 it has turned too far by 0.3.
  const auto error = [](int t) { return 0.4 - 0.06 * (t - 9); };
  for (int t = 0; t < 30; ++t) {
    decoded.set_rotation(t, 1, about(Vec3::UnitX(), error(t)) * known.rotation(t, 1));
    if (t >= 14) decoded.set_root_position(t, known.root_position(t) + Vec3(0.1, 0, 0));
    if (t >= 19) {
      decoded.set_rotation(t, 0, about(Vec3::UnitY(), 0.3) * known.rotation(t, 0));
    }
  }
  const Motion met = meet_ends(decoded, known, 9, 19);
  for (int t = 0; t < 9; ++t) {
    EXPECT_LT(math::angle_between(met.rotation(t, 1), known.rotation(t + 10, 1)), 1e-5) << t;
    EXPECT_NEAR(met.root_position(t).y(), known.root_position(t + 10).y(), 1e-5);
  }
  // Frame 13 is at s = 0.4, frame 14 at 0.5.
  EXPECT_NEAR(met.root_position(3).x() - known.root_position(13).x(), -0.04, 1e-5);
  EXPECT_NEAR(met.root_position(4).x() - known.root_position(14).x(), 0.05, 1e-5);
  const Quat turned = met.rotation(4, 0) * known.rotation(14, 0).conjugate();
  EXPECT_NEAR(2.0 * std::asin(turned.y()), -0.15, 1e-5);
}

/// Windows of 16 frames of one joint: 4 numbers of rotation, side, forwards, turn, height.
const codec::PoseFormat& point_format() {
  static const codec::PoseFormat format(
      mocap::Skeleton({"Hips"}, {-1}, {Vec3(0, 1, 0)}), codec::RotationForm::kQuaternion, {},
      codec::Window{.frames = 16, .hop = 12, .body = 0, .fps = kRate});
  return format;
}
constexpr int kFrame = 8;  // numbers
constexpr int kForwards = 5;
constexpr int kTurn = 6;
constexpr int kHeight = 7;

/// |R d|^2 of an error 1 of a number of a frame of a window, without its own share.
double squared_error(int gap, int window, int frame, int number) {
  const int features = 16 * kFrame;
  const Eigen::MatrixXd metric =
      gap_metric(point_format(), Eigen::MatrixXd::Identity(features, features),
                 4.0 * Eigen::MatrixXd::Identity(4, 4), gap);
  return metric.col(window * features + frame * kFrame + number).squaredNorm() - 0.1;
}

TEST(GapMetricTest, AnErrorCountsInTheGap) {
  ASSERT_EQ(point_format().shape().frame_width(), kFrame);
  // Of a gap of 5: frames 10 to 14 of a window, between 9 and 15.
  EXPECT_NEAR(squared_error(5, 0, 12, kHeight), 1.0, 1e-9);
  EXPECT_NEAR(squared_error(5, 0, 12, 2), 4.0, 1e-9);  // of a quaternion
  EXPECT_NEAR(squared_error(5, 0, 3, kHeight), 0.0, 1e-9);
}

TEST(GapMetricTest, AnErrorOfAnEndIsWhatMeetingItSpreads) {
  // s or 1 - s, of sixths: (1 + 4 + 9 + 16 + 25) / 36.
  EXPECT_NEAR(squared_error(5, 0, 15, kHeight), 55.0 / 36.0, 1e-9);
  EXPECT_NEAR(squared_error(5, 0, 9, kHeight), 55.0 / 36.0, 1e-9);
}

TEST(GapMetricTest, AWrongStepMovesAllThatFollows) {
  // Of frame 9 by 1 m/s: 1/30 m from frame 10 to the end, less s/30; a turn counts 0.25.
  EXPECT_NEAR(squared_error(5, 0, 9, kForwards), 55.0 / 36.0 / 900.0, 1e-9);
  EXPECT_NEAR(squared_error(5, 0, 9, kTurn), 55.0 / 36.0 / 900.0 / 16.0, 1e-9);
  // Of frame 11: from 12 on, so -1/6, -2/6, 3/6, 2/6, 1/6.
  EXPECT_NEAR(squared_error(5, 0, 11, kForwards), 19.0 / 36.0 / 900.0, 1e-9);
  EXPECT_NEAR(squared_error(5, 0, 3, kForwards), 0.0, 1e-9);  // the past as a whole is moved
}

TEST(GapMetricTest, WindowsShareAFrame) {
  // A gap of 15 needs 26 frames, so windows at 0 and 12: frame 13 is number 13 of one and 1 of the
  // other, with weights sin^2 of 13.5 and 1.5 sixteenths of pi.
  const auto weight = [](double i) { return std::pow(std::sin(i / 16 * std::numbers::pi), 2); };
  const double total = weight(13.5) + weight(1.5);
  EXPECT_NEAR(squared_error(15, 0, 13, kHeight), std::pow(weight(13.5) / total, 2), 1e-9);
  EXPECT_NEAR(squared_error(15, 1, 1, kHeight), std::pow(weight(1.5) / total, 2), 1e-9);
  EXPECT_NEAR(squared_error(15, 1, 8, kHeight), 1.0, 1e-9);   // frame 20, of one window only
  EXPECT_NEAR(squared_error(15, 1, 15, kHeight), 0.0, 1e-9);  // beyond the target
}

/// Walks in files, and a configuration of windows.
struct Walks {
  test::TemporaryFolder folder;
  training::Config config;

  explicit Walks(int frames = 150) {
    for (int i = 0; i < 6; ++i) {
      mocap::write_bvh(folder / fmt::format("walk_{}.bvh", static_cast<char>('a' + i)),
                       walk(0.8 + 0.1 * i, frames));
    }
    config = training::Config::parse(
        "preset: motion", "test",
        {"data.clips=" + (folder.path() / "walk_*.bvh").string(), "data.split=clip",
         "model.window=16", "model.hop=12", "model.components=64", "model.latent=24",
         "model.encoder=[32]", "training.epochs=1", "training.batch=64"});
  }
};

std::vector<Motion> clips_of_training(const training::Session& session) {
  std::vector<Motion> clips;
  for (const auto& clip : motion::recordings_of(session).train) clips.push_back(clip.motion);
  return clips;
}

TEST(CorrectionTest, WhoHasSeenWalksFillsGapsInWalks) {
  const Walks walks;
  const auto session = training::prepare(walks.config);
  const auto model = motion::principal_components(session);
  const Comparison comparison = evaluate_model(session, model);
  ASSERT_EQ(comparison.reports.size(), 4U);
  const Report& straight = comparison.reports.at(1);
  const Report& corrected = comparison.reports.at(3);
  EXPECT_EQ(corrected.name, "corrected");
  // Not L2P: these walks are straight, so that no distance aside is usual.
  for (const char* measure : {"L2Q", "NPSS"}) {
    for (const int gap : {15, 30, 45}) {
      EXPECT_LT(corrected.value(measure, gap_name(gap)),
                0.5 * straight.value(measure, gap_name(gap)))
          << measure << gap;
    }
  }
}

/// Quick to learn.
Method small_method(const training::Session& session, std::uint64_t seed = 1, int threads = 0) {
  return corrected(
      motion::principal_components(session), clips_of_training(session), &*session.augmentation,
      {.examples = 40, .epochs = 1, .batch = 20, .width = 16, .seed = seed, .threads = threads});
}

/// Of a body that hangs from its root, left for right.
Motion mirror_image(const Motion& motion) {
  const mocap::JointMirror mirror(motion.skeleton());
  Motion image = motion;
  for (int t = 0; t < motion.frames(); ++t) {
    image.set_root_position(t, motion.root_position(t).cwiseProduct(Vec3(-1, 1, 1)));
    for (int j = 0; j < motion.joints(); ++j) {
      image.set_rotation(t, mirror.partner(j), mirror.rotation(j, motion.rotation(t, j)));
    }
  }
  return image;
}

TEST(CorrectionTest, AMirrorImageIsFilledByTheMirrorImage) {
  const Walks walks(90);
  const auto session = training::prepare(walks.config);
  const Method method = small_method(session);
  const Motion clip = elsewhere(clips_of_training(session)[0], 0.4, {1, 0, 2});
  const auto filled = [&](const Motion& motion) {
    return method.fill({motion.slice(0, 10), motion.slice(25, 26), 15});
  };
  const Motion wanted = mirror_image(filled(clip));
  const Motion found = filled(mirror_image(clip));
  for (int t = 0; t < 15; ++t) {
    EXPECT_LT((found.root_position(t) - wanted.root_position(t)).norm(), 1e-4) << t;
    for (int j = 0; j < found.joints(); ++j) {
      EXPECT_LT(math::angle_between(found.rotation(t, j), wanted.rotation(t, j)), 1e-3) << t << j;
    }
  }
}

TEST(CorrectionTest, ThreadsDoNotMatterAndSeedsDo) {
  const Walks walks(90);
  const auto session = training::prepare(walks.config);
  const auto clips = clips_of_training(session);
  const auto filled = [&](int threads, std::uint64_t seed) {
    const Method method = small_method(session, seed, threads);
    const Motion motion = method.fill({clips[0].slice(0, 10), clips[0].slice(25, 26), 15});
    return std::vector<double>(motion.rotations().begin(), motion.rotations().end());
  };
  const auto one = filled(1, 1);
  EXPECT_EQ(one, filled(3, 1));
  EXPECT_NE(one, filled(1, 2));
}

TEST(CorrectionTest, AModelIsTrainedForEachFold) {
  const Walks walks(90);
  const Experiment experiment{walks.folder / "runs", fused_engine::make_fused_engine, {}};
  const Comparison comparison =
      inbetween::cross_validate(experiment, "walks", walks.config, {.folds = 2, .seeds = 1});
  ASSERT_EQ(comparison.reports.size(), 4U);
  ASSERT_EQ(comparison.runs.size(), 8U);
  EXPECT_EQ(comparison.reports.at(3).runs, 2);
  EXPECT_THAT(comparison.about, HasSubstr("2 folds by clip, the first: "));
  EXPECT_EQ(comparison.runs.at(7).name, "corrected walks_fold_1_seed_1");
  const auto second =
      training::Config::load(experiment.runs / "walks_fold_1_seed_1" / "config.yaml", {});
  EXPECT_EQ(second.data.split.fold, 1);
}

TEST(CorrectionTest, ClipsThatTheModelMayHaveLearnedFromAreAWarning) {
  const Walks walks(90);
  const auto session = training::prepare(walks.config);
  const auto model = motion::principal_components(session);
  EXPECT_EQ(data_warning(model, session), "");
  auto other_split = walks.config;
  other_split.set({"data.split_seed=7"});
  const auto other = training::prepare(other_split);
  ASSERT_NE(other.split.test, session.split.test);
  EXPECT_THAT(data_warning(model, other), HasSubstr("may have learned from"));
  std::filesystem::remove(walks.folder / "walk_c.bvh");
  EXPECT_THAT(data_warning(model, training::prepare(walks.config)),
              HasSubstr("may have learned from"));
  const Walks unseen(100);
  EXPECT_EQ(data_warning(model, training::prepare(unseen.config)), "");
}

TEST(CorrectionTest, MethodsAreThoseThatAModelHas) {
  const Walks walks(90);
  const auto names = [](const training::Session& session, const codec::PoseAutoencoder& model) {
    std::vector<std::string> found;
    for (const Method& method : methods(session, model)) found.push_back(method.name);
    return found;
  };
  const auto session = training::prepare(walks.config);
  EXPECT_THAT(names(session, motion::principal_components(session)),
              ElementsAre("zero velocity", "interpolation", "keys", "corrected"));
  auto config = walks.config;
  config.set({"model.window=0", "model.components=0", "model.latent=4"});
  const auto poses = training::prepare(config);
  EXPECT_THAT(names(poses, test::small_model(walk(1.0, 30), 3, 6, 5)),
              ElementsAre("zero velocity", "interpolation", "keys"));
}

TEST(CorrectionTest, SaysWhatItExpects) {
  const Walks walks(90);
  const auto session = training::prepare(walks.config);
  const auto model = motion::principal_components(session);
  const auto refusal = [&](const auto& attempt) -> std::string {
    try {
      attempt();
    } catch (const UsageError& problem) {
      return problem.what();
    }
    return "";
  };
  const auto learn = [&](std::vector<Motion> clips) {
    return [&model, clips] { (void)corrected(model, clips, nullptr, {.epochs = 1}); };
  };
  Motion fast = walk(1.0, 90);
  fast.set_fps(60.0);
  EXPECT_THAT(refusal(learn({fast})), HasSubstr("its 30 frames per second, found 60"));
  EXPECT_THAT(refusal(learn({walk(1.0, 15)})), HasSubstr("clips of 17 frames or more"));
  EXPECT_THAT(refusal(learn({walk(1.0, 50)})),
              HasSubstr("clips of 56 frames or more for gaps of 45"));
  auto block = walks.config;
  block.set({"data.split=block"});
  EXPECT_THAT(refusal([&] { (void)evaluate_model(training::prepare(block), model); }),
              HasSubstr("data.split=clip"));
}

}  // namespace
}  // namespace poseaae::evaluation::inbetween
