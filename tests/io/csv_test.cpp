#include "poseaae/io/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae {
namespace {

TEST(Csv, ReadsNumbersWithEmptyCellsAndEveryLineEnd) {
  const auto table = parse_csv(
      "\xEF\xBB\xBF"
      "epoch, loss\r\n1,0.5\r\n\r\n2,\r\n3, -1e-3",
      "h.csv");
  EXPECT_EQ(table.columns, (std::vector<std::string>{"epoch", "loss"}));
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.column("loss")[0], 0.5);
  EXPECT_TRUE(std::isnan(table.column("loss")[1]));
  EXPECT_EQ(table.column("loss")[2], -1e-3);
}

TEST(Csv, GivesNumbersBackExactly) {
  CsvTable table{{"a", "b"}, {{0.1, 1.0 / 3.0}, {1e300, std::nan("")}}};
  const auto again = parse_csv(format_csv(table), "t.csv");
  EXPECT_EQ(again.columns, table.columns);
  EXPECT_EQ(again.rows[0], table.rows[0]);
  EXPECT_EQ(again.rows[1][0], 1e300);
  EXPECT_TRUE(std::isnan(again.rows[1][1]));
}

TEST(Csv, TellsColumnsWithoutAnyValueApart) {
  const CsvTable table{{"zero", "empty", "both", "one"},
                       {{0.0, std::nan(""), -0.0, 0.0}, {0.0, std::nan(""), std::nan(""), 1e-300}}};
  for (const char* name : {"zero", "empty", "both"}) EXPECT_TRUE(table.blank(name)) << name;
  EXPECT_FALSE(table.blank("one"));
  EXPECT_THROW((void)table.blank("none"), UsageError);
}

struct Bad {
  const char* text;
  std::size_t line;
  std::size_t column;
};

class BadCsv : public testing::TestWithParam<Bad> {};

TEST_P(BadCsv, IsAParseErrorAtItsPlace) {
  const auto& [text, line, column] = GetParam();
  try {
    (void)parse_csv(text, "h.csv");
    FAIL() << "nothing thrown for " << text;
  } catch (const ParseError& problem) {
    EXPECT_EQ(problem.line(), line) << problem.what();
    EXPECT_EQ(problem.column(), column) << problem.what();
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, BadCsv,
                         testing::Values(Bad{"", 1, 1}, Bad{"\n\n", 1, 1}, Bad{"1,2\n3,4", 1, 1},
                                         Bad{"a,,c\n", 1, 3}, Bad{"a,b,a\n", 1, 5},
                                         Bad{"a,b\n1,2\n3\n", 3, 1}, Bad{"a,b\n1,x\n", 2, 3},
                                         Bad{"a,b\n1,2 3\n", 2, 3}, Bad{"a,b\n1,2,\n", 2, 1},
                                         Bad{"a\n\x01\x02garbage\n", 2, 1}));

TEST(Csv, LeavesOutColumnsOfTextWhenAsked) {
  const auto table =
      parse_csv("frame,phrase,energy\n0,sway,0.5\n1,kick,0.6\n", "l.csv", TextColumns::kLeftOut);
  EXPECT_EQ(table.columns, (std::vector<std::string>{"frame", "energy"}));
  EXPECT_EQ(table.rows[1], (std::vector<double>{1.0, 0.6}));
}

TEST(Csv, NamesTheNearestColumn) {
  const CsvTable table{{"ae_train", "ae_test"}, {}};
  EXPECT_THAT([&] { (void)table.column("ae_tets"); },
              testing::ThrowsMessage<UsageError>(testing::HasSubstr("did you mean ae_test?")));
}

TEST(CsvCell, QuotesWhatNeedsIt) {
  EXPECT_EQ(csv_cell("dance_01"), "dance_01");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("say \"hi\""), "\"say \"\"hi\"\"\"");
}

TEST(Csv, NamesOfColumnsAreQuotedWhereTheyMustBe) {
  const CsvTable table{{"epoch", "lr=0.001,batch=8/loss", "a \"b\"/loss"}, {{1.0, 0.5, 0.25}}};
  const std::string text = format_csv(table);
  EXPECT_EQ(text, "epoch,\"lr=0.001,batch=8/loss\",\"a \"\"b\"\"/loss\"\n1,0.5,0.25\n");
  const CsvTable back = parse_csv(text, "t.csv");
  EXPECT_EQ(back.columns, table.columns);
  EXPECT_EQ(back.rows, table.rows);
  EXPECT_EQ(parse_csv("a,b\n\"1.5\",\" 2\"\n", "t.csv").rows[0], (std::vector<double>{1.5, 2.0}));
}

}  // namespace
}  // namespace poseaae
