#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <set>
#include <thread>

#include "meddling_engine.hpp"
#include "model/hdf5_models.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/csv.hpp"
#include "small_run.hpp"

// What a run is after it was stopped, killed or damaged, beside one that nothing happened to.
namespace poseaae {
namespace {

using test::MeddlingEngine;
using test::parameters_of;
using test::SmallRun;
using testing::AllOf;
using testing::HasSubstr;
using training::RunFolder;
using Mode = RunFolder::Mode;

objective::EngineFactory meddling(MeddlingEngine::Meddle meddle) {
  return [meddle = std::move(meddle)](const objective::EngineSetup& setup) {
    return std::make_unique<MeddlingEngine>(test::either_engine(setup), meddle);
  };
}

constexpr int kSteps = 6;  ///< of a SmallRun in an epoch

/// A run that a signal stops in this step.
void run_until(const SmallRun& small, const training::Config& config, int step,
               Mode mode = Mode::kFresh) {
  const InterruptGuard guard;
  const auto stopping = meddling([step](int number, objective::Losses&) {
    if (number == step) request_interrupt();
  });
  EXPECT_THROW(small.run(config, mode, stopping), Interrupted);
}

std::vector<std::vector<double>> history_of(const SmallRun& small, const std::string& run) {
  auto rows = read_csv(small.path(run) / "history.csv").rows;
  for (auto& row : rows) {
    row.pop_back();  // the time
    for (double& value : row) {
      if (std::isnan(value)) value = -1.0;  // not tested
    }
  }
  return rows;
}

void expect_same_runs(const SmallRun& small, const std::string& a, const std::string& b) {
  EXPECT_EQ(history_of(small, a), history_of(small, b));
  for (const char* file : {"best.safetensors", "last.safetensors"}) {
    EXPECT_EQ(parameters_of(small.model(a, file)), parameters_of(small.model(b, file))) << file;
  }
}

template <typename Problem>
std::string message_of(const std::function<void()>& start) {
  try {
    start();
  } catch (const Problem& problem) {
    return problem.what();
  }
  return "nothing thrown";
}

/// A run that an older version began, whose models are HDF5.
TEST(Resume, GoesOnWithTheModelsOfAnOlderVersion) {
  const SmallRun small;
  const std::vector<std::string> keys{"training.epochs=4"};
  small.run(small.config("whole", keys));
  run_until(small, small.config("parts", keys), 2 * kSteps + 3);
  for (const char* name : {"best", "last"}) {
    const auto model = small.path("parts") / (std::string(name) + ".safetensors");
    auto old = model;
    model::test::save_hdf5(codec::load_model(model), old.replace_extension(".h5"));
    std::filesystem::remove(model);
  }
  small.run(small.config("parts", keys), Mode::kResume);
  expect_same_runs(small, "whole", "parts");
}

TEST(Resume, PatienceWaitsForTheNextTestAsIfNothingHadHappened) {
  const SmallRun small;
  const std::vector<std::string> keys{"training.epochs=30", "training.patience=3",
                                      "output.test_every=10", "output.checkpoint_every=10"};
  EXPECT_EQ(small.run(small.config("whole", keys)).epochs, 30);
  run_until(small, small.config("parts", keys), 14 * kSteps + 3);
  EXPECT_EQ(small.run(small.config("parts", keys), Mode::kResume).epochs, 30);
  expect_same_runs(small, "whole", "parts");
}

TEST(Resume, ARunThatRanOutOfPatienceStaysStopped) {
  const SmallRun small;
  const std::vector<std::string> keys{"training.learning_rate=1e-12",
                                      "training.discriminator_learning_rate=0.05",
                                      "training.patience=3", "training.epochs=200"};
  const int epochs = small.run(small.config("run", keys)).epochs;
  ASSERT_LT(epochs, 200);
  EXPECT_EQ(small.run(small.config("run", keys), Mode::kResume).epochs, epochs);
  auto patient = keys;
  patient[2] = "training.patience=5";
  EXPECT_EQ(small.run(small.config("run", patient), Mode::kResume).epochs, epochs + 2);
}

TEST(Resume, ADiscriminatorOfPosesGoesOnAsIfNothingHadHappened) {
  const SmallRun small;
  const std::vector<std::string> keys{"losses.realism=0.5", "model.pose_discriminator=[8]"};
  small.run(small.config("whole", keys));
  run_until(small, small.config("parts", keys), 2 * kSteps + 3);
  small.run(small.config("parts", keys), Mode::kResume);
  expect_same_runs(small, "whole", "parts");
  for (const double loss : read_csv(small.path("whole") / "history.csv").column("disc_realism")) {
    EXPECT_GT(loss, 0.1);
  }
}

TEST(Resume, AStateWithoutADiscriminatorOfPosesSaysThatItLacksOne) {
  const SmallRun small;
  small.run(small.config("run", {}));
  const auto with = small.config("run", {"losses.realism=0.5", "training.epochs=50"});
  EXPECT_THAT(message_of<ModelError>([&] { small.run(with, Mode::kResume); }),
              AllOf(HasSubstr("state.h5"), HasSubstr("begun without losses.realism")));
}

/// Further than the shortest output.checkpoint_s.
void let_the_clock_go_on() { std::this_thread::sleep_for(std::chrono::milliseconds(2)); }

TEST(Resume, SavingByTheClockChangesNoBit) {
  const SmallRun small;
  const std::vector<std::string> seldom{"output.checkpoint_every=100"};
  small.run(small.config("seldom", seldom));
  auto often = seldom;
  often.emplace_back("output.checkpoint_s=0.001");
  const auto state = small.path("often") / "state.h5";
  small.run(small.config("often", often), Mode::kFresh, meddling([&](int step, objective::Losses&) {
              if (step == 1) {
                EXPECT_FALSE(std::filesystem::exists(state));
              }
              let_the_clock_go_on();
              if (step == 6 * kSteps) {
                EXPECT_TRUE(std::filesystem::exists(state)) << "before the end";
              }
            }));
  expect_same_runs(small, "seldom", "often");
  EXPECT_FALSE(std::filesystem::exists(small.path("often") / "run.lock"));
}

TEST(Resume, AnEpochOfOneBatchIsSavedByTheClockToo) {
  const SmallRun small;
  const auto config = small.config("run", {"output.checkpoint_every=100", "training.batch=1000",
                                           "output.checkpoint_s=0.001", "training.epochs=12"});
  const auto state = small.path("run") / "state.h5";
  small.run(config, Mode::kFresh, meddling([&](int step, objective::Losses&) {
              let_the_clock_go_on();
              if (step == 8) {
                EXPECT_TRUE(std::filesystem::exists(state));
              }
            }));
}

TEST(Resume, AFolderOfPreviewsThatIsRemovedIsMadeAgain) {
  const SmallRun small;
  const auto previews = small.path("run") / "previews";
  const auto config = small.config("run", {"output.preview_every=2", "training.epochs=6"});
  small.run(config, Mode::kFresh, meddling([&](int step, objective::Losses&) {
              if (step == 3 * kSteps) std::filesystem::remove_all(previews);
            }));
  EXPECT_TRUE(std::filesystem::exists(previews / "epoch_00006.png"));
}

/// What a kill leaves: the last state of within an epoch, and a history that is ahead of it.
TEST(Resume, GoesOnFromAStateThatTheClockSaved) {
  const SmallRun small;
  const std::vector<std::string> keys{"output.checkpoint_every=100", "output.checkpoint_s=0.001"};
  small.run(small.config("whole", keys));
  EXPECT_THROW(small.run(small.config("parts", keys), Mode::kFresh,
                         meddling([](int step, objective::Losses&) {
                           let_the_clock_go_on();
                           if (step == 5 * kSteps + 3) throw std::runtime_error("killed");
                         })),
               std::runtime_error);
  small.run(small.config("parts", keys), Mode::kResume);
  expect_same_runs(small, "whole", "parts");
}

TEST(Resume, ARunThatWasCutOffBeforeItSavedBeginsAgain) {
  const SmallRun small;
  const auto config = small.config("parts");
  small.run(small.config("whole"));
  EXPECT_THROW(small.run(config, Mode::kFresh, meddling([](int step, objective::Losses&) {
                           if (step == 3) throw std::runtime_error("killed");
                         })),
               std::runtime_error);
  ASSERT_FALSE(std::filesystem::exists(small.path("parts") / "state.h5"));
  small.run(config, Mode::kResume);
  expect_same_runs(small, "whole", "parts");
}

TEST(Resume, AnotherBatchSizeRepeatsNoStep) {
  const SmallRun small;
  std::multiset<std::int64_t> numbers;
  const auto watched = [&](const objective::EngineSetup& setup) {
    auto engine = std::make_unique<MeddlingEngine>(test::either_engine(setup), nullptr);
    engine->watch = [&](const objective::StepInput& input) { numbers.insert(input.number); };
    return engine;
  };
  small.run(small.config("run", {"training.epochs=3"}), Mode::kFresh, watched);
  small.run(small.config("run", {"training.epochs=5", "training.batch=100"}), Mode::kResume,
            watched);
  EXPECT_EQ(numbers.size(), 3U * kSteps + 2U * 2U);
  EXPECT_EQ(*numbers.rbegin(), static_cast<std::int64_t>(numbers.size()) - 1);
  EXPECT_EQ(std::set(numbers.begin(), numbers.end()).size(), numbers.size());
}

TEST(Resume, WhatTheWeightsBelongToCannotChange) {
  const SmallRun small;
  small.run(small.config("run"));
  const std::string before = read_file(small.path("run") / "config.yaml");
  for (const std::string assignment :
       {"model.activation=tanh", "model.latent_activation=relu",
        "model.discriminator_activation=relu", "model.kind=wae", "model.gaussian=true",
        "model.rotation=6d", "model.skip=pca", "model.spectral_norm=true", "data.unit=m",
        "data.fps=60", "data.resample_fps=15", "data.sign=file", "data.block_s=2",
        "preset=tutorial", "training.seed=7"}) {
    SCOPED_TRACE(assignment);
    const std::string key = assignment.substr(0, assignment.find('='));
    EXPECT_THAT(message_of<ConfigError>([&] {
                  std::vector<std::string> keys{assignment, "training.epochs=9"};
                  if (key == "model.kind") keys.emplace_back("losses.mmd=1");
                  if (key == "model.rotation")
                    keys.insert(keys.end(), {"losses.norm=0", "losses.quaternion=0"});
                  small.run(small.config("run", keys), Mode::kResume);
                }),
                AllOf(HasSubstr(key + ": got '" + assignment.substr(key.size() + 1)),
                      HasSubstr("was begun"), HasSubstr("output.dir=")));
  }
  EXPECT_EQ(read_file(small.path("run") / "config.yaml"), before);
  small.run(
      small.config("run", {"training.epochs=7", "training.learning_rate=0.001", "losses.position=5",
                           "training.patience=4", "training.threads=2", "training.engine=torch",
                           "training.schedule=cosine", "output.test_every=2", "model.dropout=0.1"}),
      Mode::kResume);
  EXPECT_EQ(history_of(small, "run").size(), 7U);
}

TEST(Resume, AnEpochThatIsBegunCounts) {
  const SmallRun small;
  run_until(small, small.config("run"), 2 * kSteps + 3);  // in the third epoch
  EXPECT_THAT(message_of<ConfigError>(
                  [&] { small.run(small.config("run", {"training.epochs=2"}), Mode::kResume); }),
              HasSubstr("training.epochs: got '2', expected at least 3"));
  EXPECT_EQ(small.run(small.config("run", {"training.epochs=3"}), Mode::kResume).epochs, 3);
}

TEST(Resume, PicturesAndARowThatAreLostDoNotEndARun) {
  const SmallRun small;
  const std::vector<std::string> keys{"output.preview_every=1"};
  small.run(small.config("run", keys));
  std::filesystem::remove_all(small.path("run") / "previews");
  const std::string rows = read_file(small.path("run") / "history.csv");
  write_file(small.path("run") / "history.csv", rows.substr(0, rows.size() - 30));
  auto more = keys;
  more.emplace_back("training.epochs=8");
  small.run(small.config("run", more), Mode::kResume);
  EXPECT_TRUE(std::filesystem::exists(small.path("run") / "previews/epoch_00008.png"));
  const auto epochs = read_csv(small.path("run") / "history.csv").column("epoch");
  EXPECT_EQ(epochs, (std::vector<double>{1, 2, 3, 4, 5, 7, 8}));
}

TEST(Diverged, WeightsThatExplodeInTheLastStepAreNoModel) {
  const SmallRun small;
  // One step an epoch: the loss of the first is finite, and nothing is computed after it.
  auto config = small.config("run", {"training.batch=1000", "training.epochs=1"});
  config.training.learning_rate = 1e30;
  EXPECT_THAT(message_of<TrainingError>([&] { small.run(config); }),
              AllOf(HasSubstr("training diverged: epoch 1"), HasSubstr("no checkpoint yet"),
                    testing::Not(HasSubstr("mixture"))));
  for (const char* file : {"best.safetensors", "last.safetensors", "state.h5"}) {
    EXPECT_FALSE(std::filesystem::exists(small.path("run") / file)) << file;
  }
}

TEST(Diverged, AnEpochWithoutATestIsNotSavedEither) {
  const SmallRun small;
  const std::vector<std::string> keys{"training.epochs=9", "output.test_every=100",
                                      "training.batch=1000", "output.checkpoint_every=2"};
  small.run(small.config("run", keys), Mode::kFresh);
  const auto trained = parameters_of(small.model("run"));
  auto longer = keys;
  longer.emplace_back("training.epochs=20");
  auto exploding = small.config("run", longer);
  exploding.training.learning_rate = 1e30;
  EXPECT_THAT(message_of<TrainingError>([&] { small.run(exploding, Mode::kResume); }),
              AllOf(HasSubstr("training diverged: epoch 10"), HasSubstr("checkpoint is kept")));
  EXPECT_EQ(parameters_of(small.model("run")), trained);
  EXPECT_THAT(message_of<TrainingError>([&] { small.run(exploding, Mode::kOverwrite); }),
              HasSubstr("training diverged: epoch 1"));
  EXPECT_EQ(parameters_of(small.model("run")), trained) << "the earlier run is back";
}

TEST(Outcome, SaysWhatEachModelIsWorth) {
  const SmallRun small;
  const auto worse_after_three = [](const objective::EngineSetup& setup) {
    return std::make_unique<MeddlingEngine>(test::either_engine(setup), nullptr,
                                            [](int evaluation, objective::Losses& losses) {
                                              losses.total = evaluation == 3 ? 1.0 : 2.0;
                                            });
  };
  const auto outcome = small.run(small.config("run"), Mode::kFresh, worse_after_three);
  const auto history = read_csv(small.path("run") / "history.csv");
  const auto position = history.column("test_position_cm");
  EXPECT_EQ(outcome.best_epoch, 3);
  EXPECT_EQ(outcome.best_test_loss, 1.0);
  EXPECT_EQ(outcome.last_test_loss, 2.0);
  EXPECT_NEAR(100.0 * outcome.best_held_out.position_m, position[2], 1e-3);
  EXPECT_NEAR(100.0 * outcome.held_out.position_m, position[5], 1e-9);
  EXPECT_NE(position[2], position[5]);
}

TEST(Outcome, TheEncodingsAreTheModels) {
  const SmallRun small;
  const auto config = small.config("run", {"model.standardise=true"});
  const auto outcome = small.run(config);
  const auto latents = small.model("run").encode(training::prepare(config).test().copy());
  EXPECT_TRUE(
      outcome.latent_mean.isApprox(latents.cast<double>().colwise().mean().transpose(), 1e-6));
}

}  // namespace
}  // namespace poseaae
