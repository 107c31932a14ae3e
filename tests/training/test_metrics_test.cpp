#include "test_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "meddling_engine.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/metrics/prior_match.hpp"
#include "poseaae/metrics/reconstruction.hpp"
#include "small_run.hpp"

/// What is measured on held-out poses while a run goes on, and the model that is chosen by it.
namespace poseaae {
namespace {

using test::parameters_of;
using test::SmallRun;
using training::RunFolder;

const std::vector<std::string> kMeasured{"ae_test",       "test_position_cm", "test_rotation_deg",
                                         "test_mpjpe_mm", "test_mmd",         "test_ks"};

CsvTable history_of(const SmallRun& small, const std::string& run) {
  return read_csv(small.path(run) / "history.csv");
}

/// The epochs (from 1) in which a column has a value.
std::vector<int> measured(const CsvTable& history, const std::string& column) {
  std::vector<int> epochs;
  const auto values = history.column(column);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isnan(values[i])) epochs.push_back(static_cast<int>(i) + 1);
  }
  return epochs;
}

/// Makes test losses fall up to the `best`-th test and rise after it; `before` tests have been.
objective::EngineFactory best_at(int best, int before = 0) {
  return [best, before](const objective::EngineSetup& setup) {
    return std::make_unique<test::MeddlingEngine>(
        test::either_engine(setup), nullptr, [best, before](int call, objective::Losses& losses) {
          const int test = before + call;
          losses.total = test <= best ? 100.0 - test : 100.0 + test;
        });
  };
}

constexpr int kStepsAnEpoch = 6;  // of SmallRun

TEST(Tester, TestsTheFirstTheLastAndEverySoManyEpochs) {
  const SmallRun small;
  small.run(small.config("often", {"training.epochs=10"}));
  small.run(small.config("seldom", {"training.epochs=10", "output.test_every=4"}));
  const auto seldom = history_of(small, "seldom");
  const auto often = history_of(small, "often");
  for (const auto& column : kMeasured) {
    EXPECT_EQ(measured(seldom, column), (std::vector<int>{1, 4, 8, 10})) << column;
    EXPECT_EQ(seldom.column(column)[7], often.column(column)[7]) << column;
  }
  for (const auto& column : training::History::columns()) {
    const bool of_tests = std::count(kMeasured.begin(), kMeasured.end(), column) > 0;
    EXPECT_TRUE(of_tests || measured(seldom, column).size() == 10U) << column;
  }
  EXPECT_EQ(parameters_of(small.model("often")), parameters_of(small.model("seldom")))
      << "tests leave no trace";
}

TEST(Tester, TheTutorialsTestLossIsThereInEveryEpoch) {
  const SmallRun small;
  small.run(small.config("run", {"preset=tutorial", "training.epochs=5", "output.test_every=4"}));
  const auto history = history_of(small, "run");
  EXPECT_EQ(measured(history, "ae_test").size(), 5U);
  EXPECT_EQ(measured(history, "test_ks"), (std::vector<int>{1, 4, 5}));
}

TEST(Tester, ChoosesAnIntervalFromTheWorkToDo) {
  const SmallRun small;
  const auto interval = [&](std::vector<std::string> more) {
    const auto session = training::prepare(small.config("run", std::move(more)));
    return training::Tester(session, session.engine_setup().initial).interval();
  };
  EXPECT_EQ(interval({"output.test_every=7"}), 7);
  const int half = interval({"output.test_every=0", "data.test_fraction=0.5"});
  const int tenth = interval({"output.test_every=0", "data.test_fraction=0.1"});
  EXPECT_GT(half, tenth);
  EXPECT_GE(half, 20) << "a test of as many poses as are learned from, 5 % of the time";
  const int wide =
      interval({"output.test_every=0", "data.test_fraction=0.5", "model.encoder=[512, 512]"});
  EXPECT_LT(wide, half) << "learning from a pose costs more, comparing pairs does not";
  EXPECT_GE(wide, 20);
  EXPECT_EQ(interval({"output.test_every=0", "training.patience=3"}), 3);
}

/// The columns are those of the model that is saved.
TEST(Tester, MeasuresTheModel) {
  const SmallRun small;
  for (const char* standardised : {"false", "true"}) {
    const auto config = small.config(
        standardised, {std::string("model.standardise=") + standardised, "training.epochs=12"});
    small.run(config);
    const auto model = small.model(standardised);
    const auto session = training::prepare(config);
    const auto poses = session.test().copy();
    const auto latents = model.encode(poses);
    const metrics::PoseSpace space(model.skeleton(), poses);
    const auto error = metrics::reconstruction(space, poses, model.decode(latents));
    const auto history = history_of(small, standardised);
    const auto last = [&](const char* column) { return history.column(column).back(); };
    EXPECT_NEAR(last("test_mpjpe_mm"), 1000.0 * error.mpjpe_m(), 1e-2);
    EXPECT_NEAR(last("test_ks"), metrics::ks_distances(latents).mean(), 2e-3);
    EXPECT_NEAR(last("test_mmd"), metrics::mmd_squared(latents), 2e-3);
  }
}

TEST(BestModel, IsThatOfTheBestTestedEpoch) {
  const SmallRun small;
  const auto config = small.config(
      "run", {"training.epochs=14", "output.test_every=4", "output.checkpoint_every=5"});
  const auto outcome = small.run(config, RunFolder::Mode::kFresh, best_at(3));
  EXPECT_EQ(outcome.best_epoch, 8) << "the third test: 1, 4, 8";
  const auto session = training::prepare(config);
  const auto model = small.model("run", "best.safetensors");
  const auto poses = session.test().copy();
  const auto error = training::pose_error(model.format(), poses, model.decode(model.encode(poses)));
  EXPECT_NEAR(100.0 * error.position_m, history_of(small, "run").column("test_position_cm")[7],
              1e-3);
  const auto expected = codec::LatentStatistics::with_mixture(model.encode(session.train().copy()));
  EXPECT_TRUE(model.latent().mean.isApprox(expected.mean, 1e-4)) << "statistics are its own";
  EXPECT_TRUE(model.latent().mixture.weights.isApprox(expected.mixture.weights, 1e-2));
}

TEST(BestModel, IsWrittenWithTheState) {
  const SmallRun small;
  const auto config = [&](const char* name) {
    return small.config(name, {"training.epochs=14", "output.checkpoint_every=5"});
  };
  small.run(config("whole"), RunFolder::Mode::kFresh, best_at(7));
  // Nothing of the epochs after the last checkpoint is kept when a run dies.
  const auto dies = [](const objective::EngineSetup& setup) {
    auto inner = best_at(7)(setup);
    return std::make_unique<test::MeddlingEngine>(std::move(inner),
                                                  [](int step, objective::Losses& losses) {
                                                    if (step == 8 * kStepsAnEpoch - 3)
                                                      losses.terms[0] = std::nan("");  // in epoch 8
                                                  });
  };
  EXPECT_THROW(small.run(config("parts"), RunFolder::Mode::kFresh, dies), TrainingError);
  const auto early = parameters_of(small.model("parts", "best.safetensors"));
  EXPECT_EQ(early, parameters_of(small.model("parts", "last.safetensors")))
      << "of epoch 5, the best so far";
  // What is left goes on to the same end.
  small.run(config("parts"), RunFolder::Mode::kResume, best_at(7, 5));
  EXPECT_EQ(parameters_of(small.model("whole", "best.safetensors")),
            parameters_of(small.model("parts", "best.safetensors")));
  EXPECT_NE(early, parameters_of(small.model("parts", "best.safetensors")));
}

TEST(BestModel, IsThereAfterAnInterruption) {
  const SmallRun small;
  const auto config = small.config("run", {"training.epochs=14", "output.checkpoint_every=100"});
  {
    const InterruptGuard guard;
    const auto interrupted = [](const objective::EngineSetup& setup) {
      return std::make_unique<test::MeddlingEngine>(best_at(2)(setup),
                                                    [](int step, objective::Losses&) {
                                                      if (step == 4 * kStepsAnEpoch - 3)
                                                        request_interrupt();
                                                    });
    };
    EXPECT_THROW(small.run(config, RunFolder::Mode::kFresh, interrupted), Interrupted);
  }
  const auto history = history_of(small, "run");
  ASSERT_EQ(history.rows.size(), 3U);
  const auto model = small.model("run", "best.safetensors");
  const auto poses = training::prepare(config).test().copy();
  const auto error = training::pose_error(model.format(), poses, model.decode(model.encode(poses)));
  EXPECT_NEAR(100.0 * error.position_m, history.column("test_position_cm")[1], 1e-3) << "epoch 2";
}

}  // namespace
}  // namespace poseaae
