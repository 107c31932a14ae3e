#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>

#include "fixture.hpp"
#include "gif_reader.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/csv.hpp"

namespace poseaae::test {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

class AaeHistory : public testing::Test {
 protected:
  AaeHistory() {
    for (const std::string run : {"short", "long"}) {
      std::filesystem::create_directory(folder_ / run);
      std::string text = "epoch,ae_train,ae_test,seconds\n";
      for (int epoch = 1; epoch <= (run == "short" ? 5 : 20); ++epoch) {
        text += fmt::format("{},{},{},0.5\n", epoch, 1.0 / epoch, 0.1 + (epoch - 4) * (epoch - 4));
      }
      write_file(folder_ / (run + "/history.csv"), text);
    }
  }
  [[nodiscard]] std::string at(const std::string& name) const { return (folder_ / name).string(); }

  TemporaryFolder folder_;
};

TEST_F(AaeHistory, ComparesRuns) {
  const auto result = run_program("aae_history", {at("short"), at("long")});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, ContainsRegex("ae_train +short +0.2 +0.2 +5\n"));
  EXPECT_THAT(result.out, ContainsRegex("ae_train +long +0.05 +0.05 +20\n"));
  EXPECT_THAT(result.out, ContainsRegex("ae_test +long +256.1 +0.1 +4\n"));
}

TEST_F(AaeHistory, LeavesOutWhatWasNeverTrainedUnlessAsked) {
  write_file(folder_ / "plain.csv", "epoch,ae_train,ae_mmd,ae_kl\n1,3,0,\n2,2,0,\n");
  const auto result = run_program("aae_history", {at("plain.csv"), "--out", at("plain.csv.csv")});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("ae_train"));
  EXPECT_THAT(result.out, testing::Not(HasSubstr("ae_mmd")));
  EXPECT_THAT(result.out, testing::Not(HasSubstr("ae_kl")));
  EXPECT_EQ(read_csv(at("plain.csv.csv")).columns, (std::vector<std::string>{"epoch", "ae_train"}));
  const auto asked = run_program("aae_history", {at("plain.csv"), "--columns", "ae_mmd,ae_kl"});
  EXPECT_THAT(asked.out, ContainsRegex("ae_mmd +plain +0 +0 +1\n"));
  EXPECT_THAT(asked.out, ContainsRegex("ae_kl +plain +- +- +-\n"));
}

TEST_F(AaeHistory, DrawsAndWritesWhatWasAskedFor) {
  const auto result = run_program(
      "aae_history", {at("short"), at("long"), "--columns", "ae_train,ae_test", "--log", "--smooth",
                      "3", "--out", at("h.png"), "--out", at("h.svg"), "--out", at("h.csv")});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, testing::Not(HasSubstr("seconds")));
  EXPECT_GT(png_size(at("h.png")).width, 500);
  EXPECT_THAT(read_file(at("h.svg")), HasSubstr("</svg>"));
  const auto table = read_csv(at("h.csv"));
  EXPECT_EQ(table.columns, (std::vector<std::string>{"epoch", "short/ae_train", "short/ae_test",
                                                     "long/ae_train", "long/ae_test"}));
  ASSERT_EQ(table.rows.size(), 20u);
  EXPECT_NEAR(table.column("long/ae_train")[1], (1 + 0.5 + 1.0 / 3) / 3, 1e-12);
}

TEST_F(AaeHistory, SaysWhereAHistoryIsBroken) {
  write_file(folder_ / "bad.csv", "epoch,loss\n1,2\n2,fish\n");
  expect_failure("aae_history", {at("bad.csv")}, 3, "bad.csv:3:3: expected a number, found 'fish'");
  expect_failure("aae_history", {at("none")}, 3, "no such file");
  expect_failure("aae_history", {at("short"), "--columns", "ae_tests"}, 2, "did you mean ae_test?");
  expect_failure("aae_history", {at("short"), "--out", at("h.gif")}, 2, ".png, .svg, .pdf, .csv");
  expect_failure("aae_history", {at("short"), "--out", at("none/h.png")}, 1, "none");
  expect_failure("aae_history", {at("short"), "--smooth", "0"}, 2, "--smooth");
}

}  // namespace
}  // namespace poseaae::test
