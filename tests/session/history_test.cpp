#include "poseaae/session/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "support/support.hpp"

namespace poseaae::session {
namespace {

const double kNone = std::nan("");

TEST(MovingAverage, IsCentredAndPassesOverGaps) {
  EXPECT_EQ(moving_average({1, 2, 6, 3, 3}, 1), (std::vector<double>{1, 2, 6, 3, 3}));
  EXPECT_EQ(moving_average({1, 2, 6, 4, 5}, 3), (std::vector<double>{1.5, 3, 4, 5, 4.5}));
  EXPECT_EQ(moving_average({1, kNone, 5}, 3), (std::vector<double>{1, 3, 5}));
  EXPECT_TRUE(std::isnan(moving_average({kNone, kNone}, 2)[0]));
  EXPECT_THROW((void)moving_average({1}, 0), UsageError);
}

TEST(LoadHistory, TakesAFolderOrAFile) {
  const test::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "dance");
  write_file(folder / "dance/history.csv", "epoch,loss\n1,3\n");
  for (const char* name : {"dance", "dance/", "dance/history.csv"}) {
    const auto run = load_history(folder / name);
    EXPECT_EQ(run.name, "dance") << name;
    EXPECT_EQ(run.table.rows.size(), 1u);
  }
  write_file(folder / "begun.csv", "epoch,loss\n");
  EXPECT_THROW((void)load_history(folder / "begun.csv"), InputError);
  EXPECT_THROW((void)load_history(folder.path()), InputError);
  EXPECT_THROW((void)load_history(folder / "none"), InputError);
}

TEST(LoadHistories, TellsRunsOfOneNameApart) {
  const test::TemporaryFolder folder;
  for (const char* name : {"x", "y", "x/run", "y/run"}) {
    std::filesystem::create_directory(folder / name);
  }
  const std::vector<std::string> sources{(folder / "x/run").string(), (folder / "y/run").string()};
  for (const auto& source : sources) write_file(source + "/history.csv", "epoch,loss\n1,3\n");
  const auto runs = load_histories(sources);
  EXPECT_EQ(runs[0].name, sources[0]);
  EXPECT_EQ(runs[1].name, sources[1]);
}

TEST(SelectColumns, LeavesOutWhatNoRunHasTrained) {
  const std::vector<std::string> columns{"epoch",  "ae_train",   "ae_kl",
                                         "ae_mmd", "disc_prior", "disc_learning_rate"};
  const History plain{"plain", {columns, {{1, 3, 0, kNone, 0, 1e-3}, {2, 2, 0, kNone, 0, 1e-3}}}};
  const History other{"other", {columns, {{1, 3, 0, 0.5, 0.7, 1e-3}}}};
  using Names = std::vector<std::string>;
  EXPECT_EQ(select_columns({plain}, {}), (Names{"ae_train"}));
  EXPECT_EQ(select_columns({plain, other}, {}),
            (Names{"ae_train", "ae_mmd", "disc_prior", "disc_learning_rate"}));
  EXPECT_EQ(select_columns({plain}, {"ae_kl", "disc_learning_rate"}),
            (Names{"ae_kl", "disc_learning_rate"}));
}

TEST(SelectColumns, KeepsALearningRateOfAHistoryWithoutADiscriminatorsLoss) {
  const History run{"run", {{"epoch", "disc_learning_rate"}, {{1, 1e-3}}}};
  EXPECT_EQ(select_columns({run}, {}), (std::vector<std::string>{"disc_learning_rate"}));
}

TEST(FormatHistoryTable, GivesLastMinimumAndItsEpoch) {
  const History run{"dance",
                    {{"epoch", "loss", "gap"}, {{10, 5, kNone}, {20, 2, kNone}, {30, 3, kNone}}}};
  const std::string table = format_history_table({run}, {"loss", "gap"});
  EXPECT_THAT(table, testing::ContainsRegex("loss +dance +3 +2 +20\n"));
  EXPECT_THAT(table, testing::ContainsRegex("gap +dance +- +- +-\n"));
}

TEST(JoinHistories, AlignsEpochsAndLeavesGaps) {
  const History a{"a", {{"epoch", "loss"}, {{1, 5}, {2, 4}}}};
  const History b{"b", {{"epoch", "loss", "extra"}, {{2, 7, 0.5}, {3, 6, 0.25}}}};
  const auto joined = join_histories({a, b}, {"loss", "extra"});
  EXPECT_EQ(joined.columns, (std::vector<std::string>{"epoch", "a/loss", "b/loss", "b/extra"}));
  EXPECT_EQ(format_csv(joined), "epoch,a/loss,b/loss,b/extra\n1,5,,\n2,4,7,0.5\n3,,6,0.25\n");
}

}  // namespace
}  // namespace poseaae::session
