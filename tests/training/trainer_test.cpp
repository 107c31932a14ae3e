#include "poseaae/training/trainer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "meddling_engine.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/csv.hpp"
#include "small_run.hpp"
#include "training/history.hpp"

namespace poseaae {
namespace {

using test::parameters_of;
using test::SmallRun;
using training::RunFolder;

objective::EngineFactory meddling(test::MeddlingEngine::Meddle meddle) {
  return [meddle = std::move(meddle)](const objective::EngineSetup& setup) {
    return std::make_unique<test::MeddlingEngine>(test::either_engine(setup), meddle);
  };
}

/// Adds to the test loss more and more after so many epochs (evaluate() runs once an epoch here).
objective::EngineFactory worsening_after(int epochs) {
  return [epochs](const objective::EngineSetup& setup) {
    return std::make_unique<test::MeddlingEngine>(
        test::either_engine(setup), nullptr, [epochs](int evaluation, objective::Losses& losses) {
          losses.total = epochs - evaluation >= 0 ? 100.0 - evaluation : 100.0 + evaluation;
        });
  };
}

/// history.csv without the column that depends on the clock.
std::vector<std::vector<double>> history_without_time(const std::filesystem::path& run) {
  auto rows = read_csv(run / "history.csv").rows;
  for (auto& row : rows) row.pop_back();
  return rows;
}

// The same networks, behind a map that is fitted to what they encode.
TEST(Trainer, FitsAMapOfTheLatents) {
  const SmallRun small;
  const std::vector<std::string> common{"model.standardise=true", "training.epochs=3"};
  auto mapped = common;
  mapped.emplace_back("model.space=normal");
  small.run(small.config("as they are", common));
  const auto config = small.config("mapped", mapped);
  small.run(config);
  const auto model = small.model("mapped");
  const auto plain = small.model("as they are");
  EXPECT_EQ(parameters_of(model), parameters_of(plain));
  ASSERT_NE(model.space(), nullptr);
  const Batch poses = training::prepare(config).train().copy();
  const Batch encodings = plain.encode(poses);
  const codec::FlowMap map(codec::fit_flow(codec::fit_mixture(encodings).mixture, encodings));
  const Batch latents = model.encode(poses);
  EXPECT_LT((latents - map.to_normal(encodings)).cwiseAbs().maxCoeff(), 0.02F);
  EXPECT_GT((latents - encodings).cwiseAbs().maxCoeff(), 0.2F);
  const auto statistics = codec::LatentStatistics::of(latents);
  EXPECT_TRUE(model.latent().mean.isApprox(statistics.mean, 1e-3)) << "statistics of the latents";
  EXPECT_LT((model.decode(latents) - plain.decode(encodings)).cwiseAbs().maxCoeff(), 1e-4F);
}

// Of what somebody set alone: presets have weights for other kinds too.
TEST(Trainer, SaysWhichWeightsHaveNoEffect) {
  const SmallRun small;
  const auto warnings = [&](std::vector<std::string> assignments) {
    return training::prepare(small.config("run", std::move(assignments))).warnings;
  };
  EXPECT_THAT(warnings({"losses.kl=0.1"}),
              testing::Contains("losses.kl: 0.1 has no effect with model.kind=aae; expected "
                                "model.kind=vae"));
  EXPECT_THAT(warnings({"model.kind=ae"}),
              testing::Each(testing::Not(testing::HasSubstr("effect"))));
}

TEST(Trainer, RefusesAMapOfTooFew) {
  const SmallRun small;
  try {
    (void)training::prepare(small.config("run", {"model.space=normal", "model.latent=60"}));
    FAIL() << "a map of sixty latents from so few poses";
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("model.space"));
    EXPECT_THAT(error.what(), testing::HasSubstr("fewer than 610 training poses"));
  }
}

TEST(Trainer, LearnsAndFillsTheRunFolder) {
  const SmallRun small;
  const auto outcome = small.run(small.config("run", {"training.epochs=30"}));
  const auto history = read_csv(small.path("run") / "history.csv");
  EXPECT_EQ(history.columns, training::History::columns());
  ASSERT_EQ(history.rows.size(), 30U);
  const auto test_loss = history.column("ae_test");
  EXPECT_LT(test_loss.back(), 0.5 * test_loss.front());
  EXPECT_NEAR(100.0 * outcome.held_out.position_m, history.column("test_position_cm").back(), 1e-9);
  EXPECT_EQ(outcome.epochs, 30);
  EXPECT_DOUBLE_EQ(outcome.best_test_loss, *std::min_element(test_loss.begin(), test_loss.end()));
  EXPECT_EQ(outcome.best_epoch,
            std::min_element(test_loss.begin(), test_loss.end()) - test_loss.begin() + 1);
  for (const char* file : {"config.yaml", "history.png", "best.safetensors", "last.safetensors",
                           "state.h5", "log.txt", "previews/epoch_00030.png"}) {
    EXPECT_GT(std::filesystem::file_size(small.path("run") / file), 100U) << file;
  }
  EXPECT_THAT(read_file(small.path("run") / "log.txt"), testing::HasSubstr("epoch   30/30"));
}

TEST(Trainer, BestModelIsThatOfTheBestTestLoss) {
  const SmallRun small;
  const auto config = small.config("run", {"training.epochs=12"});
  // The autoencoder's test loss, made worse from the ninth epoch on: the best is not the last.
  const auto outcome = small.run(config, RunFolder::Mode::kFresh, worsening_after(8));
  ASSERT_EQ(outcome.best_epoch, 8);
  const auto session = training::prepare(config);
  const auto error_of = [&](const std::string& file) {
    const auto model = small.model("run", file);
    return training::pose_error(model.format(), session.test().copy(),
                                model.decode(model.encode(session.test().copy())));
  };
  const auto history = read_csv(small.path("run") / "history.csv");
  const auto position = history.column("test_position_cm");
  EXPECT_NEAR(100.0 * error_of("best.safetensors").position_m, position[outcome.best_epoch - 1],
              1e-3);
  EXPECT_NEAR(100.0 * error_of("last.safetensors").position_m, position.back(), 1e-3);
}

TEST(Trainer, WherePosesAreJudgedTheBestIsOfTheSecondHalf) {
  const SmallRun small;
  const std::vector<std::string> keys{"training.epochs=12", "losses.realism=0.1",
                                      "model.pose_discriminator=[8]"};
  // The test loss is lowest after the second epoch, and of the second half after the first.
  const auto outcome =
      small.run(small.config("run", keys), RunFolder::Mode::kFresh, worsening_after(2));
  EXPECT_EQ(outcome.best_epoch, 7);
  EXPECT_EQ(outcome.epochs, 12);
  auto impatient = keys;
  impatient.emplace_back("training.patience=3");
  const auto stopped =
      small.run(small.config("impatient", impatient), RunFolder::Mode::kFresh, worsening_after(2));
  EXPECT_EQ(stopped.best_epoch, 2) << "with patience, the test loss decides";
  EXPECT_EQ(stopped.epochs, 5);
}

/// What holds for the loop with either engine.
class TrainerWith : public testing::TestWithParam<const char*> {
 protected:
  [[nodiscard]] training::Config config(const SmallRun& small, const std::string& name,
                                        std::vector<std::string> assignments = {}) const {
    assignments.push_back(std::string("training.engine=") + GetParam());
    return small.config(name, assignments);
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, TrainerWith, testing::Values("torch", "fused"),
                         [](const auto& engine) { return std::string(engine.param); });

TEST_P(TrainerWith, TheSameSeedGivesTheSameBits) {
  const SmallRun small;
  small.run(config(small, "a"));
  small.run(config(small, "b"));
  small.run(config(small, "c", {"training.seed=2"}));
  EXPECT_EQ(parameters_of(small.model("a")), parameters_of(small.model("b")));
  EXPECT_EQ(history_without_time(small.path("a")), history_without_time(small.path("b")));
  EXPECT_NE(parameters_of(small.model("a")), parameters_of(small.model("c")));
}

TEST_P(TrainerWith, TenAndTenEpochsAreTwentyEpochs) {
  const SmallRun small;
  small.run(config(small, "whole", {"training.epochs=20"}));
  small.run(config(small, "parts", {"training.epochs=10"}));
  small.run(config(small, "parts", {"training.epochs=20"}), RunFolder::Mode::kResume);
  EXPECT_EQ(parameters_of(small.model("whole")), parameters_of(small.model("parts")));
  EXPECT_EQ(parameters_of(small.model("whole", "best.safetensors")),
            parameters_of(small.model("parts", "best.safetensors")));
  EXPECT_EQ(history_without_time(small.path("whole")), history_without_time(small.path("parts")));
}

TEST(Trainer, BothEnginesComeToTheSameLosses) {
  const SmallRun small;
  small.run(small.config("torch", {"training.engine=torch"}));
  small.run(small.config("fused", {"training.engine=fused"}));
  const auto torch = history_without_time(small.path("torch"));
  const auto fused = history_without_time(small.path("fused"));
  ASSERT_EQ(torch.size(), fused.size());
  for (std::size_t epoch = 0; epoch < torch.size(); ++epoch) {
    for (std::size_t column = 0; column < torch[epoch].size(); ++column) {
      EXPECT_NEAR(fused[epoch][column], torch[epoch][column],
                  1e-3 * (0.1 + std::abs(torch[epoch][column])))
          << training::History::columns()[column] << ", epoch " << epoch + 1;
    }
  }
}

TEST_P(TrainerWith, AnInterruptedRunGoesOnFromTheVeryBatch) {
  const SmallRun small;
  const std::vector<std::string> cosine{"training.schedule=cosine"};
  small.run(config(small, "whole", cosine));
  {
    const InterruptGuard guard;
    const auto at_step_17 = meddling([](int step, objective::Losses&) {
      if (step == 17) request_interrupt();  // in the midst of the third epoch
    });
    EXPECT_THROW(small.run(config(small, "parts", cosine), RunFolder::Mode::kFresh, at_step_17),
                 Interrupted);
  }
  EXPECT_EQ(read_csv(small.path("parts") / "history.csv").rows.size(), 2U);
  small.run(config(small, "parts", cosine), RunFolder::Mode::kResume);
  EXPECT_EQ(parameters_of(small.model("whole")), parameters_of(small.model("parts")));
  EXPECT_EQ(history_without_time(small.path("whole")), history_without_time(small.path("parts")));
}

TEST(Trainer, ANonFiniteLossStopsAndKeepsTheLastGoodCheckpoint) {
  const SmallRun small;
  const auto poisoned = meddling([](int step, objective::Losses& losses) {
    if (step == 20) losses.terms[1] = std::numeric_limits<double>::quiet_NaN();
  });
  try {
    small.run(small.config("run"), RunFolder::Mode::kFresh, poisoned);
    FAIL() << "expected a TrainingError";
  } catch (const TrainingError& error) {
    EXPECT_THAT(error.what(), testing::AllOf(testing::HasSubstr("epoch 4, step 2"),
                                             testing::HasSubstr("position")));
  }
  EXPECT_EQ(small.model("run", "best.safetensors").latent_dim(), 3);
  // What is left is a run that can go on.
  small.run(small.config("run"), RunFolder::Mode::kResume);
  EXPECT_EQ(read_csv(small.path("run") / "history.csv").rows.size(), 6U);
}

TEST(Trainer, WithoutACheckpointItSaysSoAndTheEarlierRunComesBack) {
  const SmallRun small;
  const auto poisoned = meddling([](int step, objective::Losses& losses) {
    if (step == 2) losses.terms[1] = std::numeric_limits<double>::quiet_NaN();
  });
  const auto fails = [&](RunFolder::Mode mode) {
    try {
      small.run(small.config("run"), mode, poisoned);
      ADD_FAILURE() << "expected a TrainingError";
    } catch (const TrainingError& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("there is no checkpoint yet"));
    }
  };
  fails(RunFolder::Mode::kFresh);
  small.run(small.config("run"));  // in the same folder
  const auto trained = parameters_of(small.model("run"));
  fails(RunFolder::Mode::kOverwrite);
  EXPECT_EQ(parameters_of(small.model("run")), trained);
  EXPECT_EQ(read_csv(small.path("run") / "history.csv").rows.size(), 6U);
  small.run(small.config("run", {"training.epochs=7"}), RunFolder::Mode::kResume);
  EXPECT_EQ(read_csv(small.path("run") / "history.csv").rows.size(), 7U);
  small.run(small.config("run", {"training.epochs=2"}), RunFolder::Mode::kOverwrite);
  EXPECT_EQ(read_csv(small.path("run") / "history.csv").rows.size(), 2U);
  EXPECT_FALSE(std::filesystem::exists(small.path("run") / "earlier_run"));
}

TEST(Trainer, FewerEpochsThanAreDoneAreRefused) {
  const SmallRun small;
  small.run(small.config("run"));
  const std::string before = read_file(small.path("run") / "config.yaml");
  try {
    small.run(small.config("run", {"training.epochs=5"}), RunFolder::Mode::kResume);
    FAIL() << "expected a ConfigError";
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("training.epochs: got '5', expected at least 6"));
  }
  EXPECT_EQ(read_file(small.path("run") / "config.yaml"), before);
  small.run(small.config("run"), RunFolder::Mode::kResume);  // nothing is left to do
}

TEST(Trainer, PatienceStopsEarly) {
  const SmallRun small;
  const auto outcome = small.run(small.config(
      "run", {"training.learning_rate=1e-12", "training.discriminator_learning_rate=0.05",
              "training.patience=3", "training.epochs=200"}));
  EXPECT_LT(outcome.epochs, 200);
  EXPECT_EQ(outcome.epochs, outcome.best_epoch + 3);
}

TEST(Trainer, TheResolvedConfigurationRepeatsTheRun) {
  const SmallRun small;
  small.run(small.config("a"));
  const auto again = training::Config::load((small.path("a") / "config.yaml").string(),
                                            {"output.dir=" + small.path("b").string()});
  small.run(again);
  EXPECT_EQ(parameters_of(small.model("a")), parameters_of(small.model("b")));
}

TEST(Trainer, ResumeWithOtherDataIsRefused) {
  const SmallRun small;
  small.run(small.config("run"));
  EXPECT_THROW(small.run(small.config("run", {"data.frames=0:200", "training.epochs=9"}),
                         RunFolder::Mode::kResume),
               Error);
  EXPECT_EQ(read_csv(small.path("run") / "history.csv").rows.size(), 6U);
}

TEST(Trainer, ModelCarriesStatisticsSignsAndProvenance) {
  const SmallRun small;
  const auto config = small.config("run");
  small.run(config);
  const auto model = small.model("run");
  const auto session = training::prepare(config);
  const auto expected = codec::LatentStatistics::of(model.encode(session.train().copy()));
  EXPECT_TRUE(model.latent().mean.isApprox(expected.mean, 1e-4));
  EXPECT_EQ(model.format().reference(), session.format.reference());
  EXPECT_THAT(model.data().provenance.at("data_files"), testing::HasSubstr("clip.bvh sha256:"));
  EXPECT_EQ(training::Config::parse(model.data().config, "model", {}).values(), config.values());
}

TEST(Session, TutorialKeepsTheFilesSignsAndRandomFrames) {
  const SmallRun small;
  const auto session = training::prepare(small.config("run", {"preset=tutorial"}));
  EXPECT_TRUE(session.format.reference().empty());
  EXPECT_EQ(session.split.kind, dataset::SplitKind::kFrame);
  EXPECT_EQ(session.test().rows(), 60);
  EXPECT_EQ(session.train().rows(), 240);
}

TEST(Session, JointWeightsFollowPatterns) {
  const SmallRun small;
  const auto setup =
      training::prepare(small.config("run", {"losses.joint_weights={Left*: 3}"})).engine_setup();
  EXPECT_EQ(setup.objective.joint_weights, (std::vector<double>{0.5, 0.5, 1.5, 1.5}));
  try {
    (void)training::prepare(small.config("run", {"losses.joint_weights={LeftHnd: 3}"}))
        .engine_setup();
    FAIL() << "expected a ConfigError";
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("did you mean 'LeftHand'?"));
  }
}

}  // namespace
}  // namespace poseaae
