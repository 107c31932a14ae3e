#include "poseaae/dataset/windows.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/mirror.hpp"
#include "small_run.hpp"
#include "support/shared.hpp"

/// Training on windows of time, from clips to a model that dances.
namespace poseaae {
namespace {

using training::Config;
using training::RunFolder;
using training::Session;

std::string data(const std::string& name) { return (test::source_dir() / "data" / name).string(); }

std::vector<std::string> settings(std::vector<std::string> more = {}) {
  std::vector<std::string> all{
      "data.clips=[" + data("street_step.bvh") + ":0:900," + data("waltz_sway.bvh") + ":0:900]",
      "data.split=block",
      "model.window=16",
      "model.hop=12",
      "model.components=80",
      "model.latent=32",
      "model.encoder=[48,48]",
      "training.epochs=3",
      "training.batch=64",
      "output.checkpoint_every=100"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

Config config_of(std::vector<std::string> more = {}) {
  return Config::parse("preset: motion", "test", settings(std::move(more)));
}

TEST(WindowsOfASession, BeginAtEveryFrameToLearnAndAtEveryHopToTest) {
  const Session session = training::prepare(config_of());
  ASSERT_TRUE(session.format.window());
  EXPECT_EQ(session.train().cols(), session.format.width());
  const auto in_clip = [&](int start) {
    return std::ranges::any_of(session.data.clips, [&](const dataset::Clip& clip) {
      return start >= clip.first && start + 16 <= clip.first + clip.frames;
    });
  };
  EXPECT_TRUE(std::ranges::all_of(session.split.train, in_clip));
  EXPECT_TRUE(std::ranges::all_of(session.split.test, in_clip));
  for (const int train : session.split.train) {
    for (const int test : session.split.test) {
      EXPECT_GE(std::abs(train - test), 16) << "no frame is in both";
    }
  }
}

TEST(WindowsOfASession, AreRefusedWhereTheyCannotBe) {
  const auto refused = [](const std::string& setting, const std::string& says) {
    try {
      (void)training::prepare(config_of({setting}));
      ADD_FAILURE() << setting;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr(says)) << setting;
    }
  };
  refused("model.hop=17", "at most model.window=16");
  refused("data.root_rotation=face_forward", "keep with model.window");
  refused("data.turn=true", "false with model.window");
  refused("model.skip=lever_pca", "body_pca");
  refused("model.components=100000", "model.components");
  refused("data.split=frame", "clip or block");
  refused("model.window=1000", "longest stretch");
  refused("model.components=16", "at least model.latent=32");
  EXPECT_THROW((void)Config::parse("preset: tutorial", "test", {"model.window=16"}), ConfigError);
}

TEST(Session, TellsOfFewPosesForManyLatents) {
  const auto told = [](const std::string& frames, const std::string& latents) {
    const auto clip = (test::source_dir() / "data/street_step.bvh").string() + frames;
    const auto config =
        Config::parse("preset: best", "test",
                      {"data.clips=[" + clip + "]", "data.split=block", "model.latent=" + latents});
    const auto warnings = training::prepare(config).warnings;
    return std::ranges::any_of(warnings, [&](const std::string& line) {
      return line.find("poses are few for " + latents + " latents") != std::string::npos;
    });
  };
  EXPECT_TRUE(told(":0:150", "16"));
  EXPECT_FALSE(told(":0:150", "2"));
  EXPECT_FALSE(told(":0:600", "16"));
}

TEST(WindowsOfASession, ThatAreHardlyASecondAreToldOf) {
  const auto told = [](const std::string& fps) {
    const auto warnings = training::prepare(config_of({"data.fps=" + fps})).warnings;
    return std::ranges::any_of(warnings, [](const std::string& line) {
      return line.find("model.window: 16 frames are 0.13 s at 120 frames") != std::string::npos;
    });
  };
  EXPECT_TRUE(told("120"));
  EXPECT_FALSE(told("30"));
}

/// A mirrored window is the window of the mirrored clip.
TEST(MirroredWindows, AreThoseOfTheMirroredClip) {
  const Session session = training::prepare(config_of());
  ASSERT_TRUE(session.augmentation && session.augmentation->mirrors());
  const mocap::Motion motion = dataset::motion_of(session.data, session.data.clips[0]).slice(0, 60);
  Batch wanted = session.format.frames_of(mocap::mirror(motion));
  Batch rows = session.format.frames_of(motion);
  for (Eigen::Index t = 0; t < rows.rows(); ++t) {
    session.augmentation->mirror({rows.row(t).data(), static_cast<std::size_t>(rows.cols())});
  }
  session.format.align(rows);
  session.format.align(wanted);
  const int root = session.format.shape().root();
  EXPECT_LT((rows.middleCols(root, 4) - wanted.middleCols(root, 4)).cwiseAbs().maxCoeff(), 2e-3F);
  EXPECT_EQ(rows.rightCols(4), wanted.rightCols(4));
  const mocap::Motion a = session.format.motion_of_frames(rows, motion.fps());
  const mocap::Motion b = session.format.motion_of_frames(wanted, motion.fps());
  const auto p = mocap::joint_positions(a);
  const auto q = mocap::joint_positions(b);
  for (std::size_t i = 0; i < p.size(); ++i) EXPECT_NEAR(p[i], q[i], 5e-3);
}

struct Trained {
  test::SmallRun run;
  training::Outcome outcome;

  Trained() {
    Config config = config_of({"output.dir=" + run.path("motion").string()});
    outcome = run.run(config);
  }
  [[nodiscard]] codec::PoseAutoencoder model() const { return run.model("motion"); }
};
test::Shared<Trained> trained;

double path_length(const mocap::Motion& motion) {
  double length = 0.0;
  for (int t = 1; t < motion.frames(); ++t) {
    mocap::Vec3 step = motion.root_position(t) - motion.root_position(t - 1);
    step.y() = 0.0;
    length += step.norm();
  }
  return length;
}

class WindowModel : public testing::Test {
 protected:
  void SetUp() override { model_.emplace(trained.get().model()); }
  std::optional<codec::PoseAutoencoder> model_;
};

TEST_F(WindowModel, RebuildsAClipWithItsWay) {
  const Session session = training::prepare(config_of());
  const mocap::Motion clip = dataset::motion_of(session.data, session.data.clips[0]).slice(0, 200);
  const mocap::Motion rebuilt = latent::reconstruct(*model_, clip);
  ASSERT_EQ(rebuilt.frames(), 200);
  const latent::MotionError error = latent::compare(clip, rebuilt);
  EXPECT_LT(error.position_cm, 8.0) << "in the room";
  EXPECT_NEAR(path_length(rebuilt), path_length(clip), 0.3 * path_length(clip));
}

TEST_F(WindowModel, EncodesAPointEveryHop) {
  const Session session = training::prepare(config_of());
  const mocap::Motion clip = dataset::motion_of(session.data, session.data.clips[0]).slice(0, 101);
  const latent::LatentPath path = latent::encode(*model_, clip);
  EXPECT_EQ(path.frames(), (101 - 16) / 12 + 1);
  EXPECT_DOUBLE_EQ(path.fps, clip.fps() / 12);
  const mocap::Motion back = latent::decode(*model_, path);
  EXPECT_EQ(back.frames(), (path.frames() - 1) * 12 + 16);
  EXPECT_DOUBLE_EQ(back.fps(), clip.fps());
}

TEST_F(WindowModel, WalksThroughTheRoom) {
  const latent::LatentGaussian space(model_->latent());
  ASSERT_EQ(space.steps().rows(), 32);
  double length = 0.0;
  for (const std::uint64_t seed : {1, 2, 3}) {
    const auto path = latent::walk(space, {}, {.kind = "steps", .count = 30, .seed = seed},
                                   model_->data().fps / 12);
    const mocap::Motion motion = latent::decode(*model_, path);
    length += path_length(motion) / motion.duration_s();
    for (int t = 0; t < motion.frames(); ++t) {
      EXPECT_GT(motion.root_position(t).y(), 0.4);
      EXPECT_LT(motion.root_position(t).y(), 1.5);
    }
  }
  EXPECT_GT(length / 3.0, 0.05) << "metres a second";
}

TEST_F(WindowModel, ComesBackInALoop) {
  const latent::LatentGaussian space(model_->latent());
  const auto path =
      latent::walk(space, {}, {.kind = "steps", .count = 8, .seed = 4}, model_->data().fps / 12);
  const mocap::Motion loop = latent::decode(*model_, path, {.loops = true});
  ASSERT_EQ(loop.frames(), 8 * 12);
  double largest = 0.0;
  for (int t = 1; t < loop.frames(); ++t) {
    largest = std::max(largest, (loop.root_position(t) - loop.root_position(t - 1)).norm());
  }
  EXPECT_LT((loop.root_position(0) - loop.root_position(95)).norm(), 1.5 * largest);
}

TEST_F(WindowModel, IsWhatItsFileSays) {
  const codec::PoseFormat& format = model_->format();
  EXPECT_EQ(format.window()->frames, 16);
  EXPECT_EQ(format.window()->hop, 12);
  EXPECT_EQ(format.channel_names(), "rotations root contacts");
  EXPECT_EQ(model_->latent().step.rows(), 32);
}

TEST_F(WindowModel, LearnsFromWhatItsLogCallsWindows) {
  const Session session = training::prepare(config_of());
  EXPECT_THAT(
      read_file(trained.get().run.path("motion") / "log.txt"),
      testing::HasSubstr(fmt::format("{} windows for training, {} held out",
                                     session.split.train.size(), session.split.test.size())));
}

/// A run that goes on is the run that was not interrupted, fixed layers and all.
TEST(WindowRuns, GoOnAsIfTheyHadNotStopped) {
  test::SmallRun runs;
  const auto at = [&](const std::string& name, int epochs) {
    return config_of({"output.dir=" + runs.path(name).string(), "training.schedule=constant",
                      "training.epochs=" + std::to_string(epochs)});
  };
  (void)runs.run(at("whole", 2));
  (void)runs.run(at("parts", 1));
  (void)runs.run(at("parts", 2), RunFolder::Mode::kResume);
  EXPECT_EQ(test::parameters_of(runs.model("whole")), test::parameters_of(runs.model("parts")));
}

}  // namespace
}  // namespace poseaae
