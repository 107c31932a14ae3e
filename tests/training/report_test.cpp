#include "report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace poseaae::training {
namespace {

/// Two epochs in which every column holds `value`.
CsvTable filled(double value) {
  CsvTable table{History::columns(), {}};
  for (const double epoch : {1.0, 2.0}) {
    table.rows.emplace_back(table.columns.size(), value);
    table.rows.back().front() = epoch;
  }
  return table;
}

void set(CsvTable& table, const std::string& column, double value) {
  const auto found = std::find(table.columns.begin(), table.columns.end(), column);
  for (auto& row : table.rows) row[static_cast<std::size_t>(found - table.columns.begin())] = value;
}

std::vector<std::string> lines_of(const render::Axes& axes) {
  std::vector<std::string> labels;
  for (const auto& series : axes.series) labels.push_back(series.label);
  return labels;
}

TEST(HistoryFigure, DrawsEveryTermThatWasTrained) {
  const auto figure = history_figure(filled(0.5), "run");
  ASSERT_EQ(figure.axes.size(), 6U);
  EXPECT_EQ(figure.axes[1].series.size(), objective::loss_terms().size() + 2)
      << "with both discriminators";
}

TEST(HistoryFigure, LeavesOutWhatWasNeverTrained) {
  auto history = filled(0.0);
  for (const char* column : {"ae_train", "ae_norm", "ae_pos", "test_ks"}) set(history, column, 0.5);
  for (const char* column : {"ae_kl", "test_mmd", "test_mpjpe_mm"}) {
    set(history, column, std::nan(""));
  }
  const auto figure = history_figure(history, "run");
  ASSERT_EQ(figure.axes.size(), 3U);
  EXPECT_THAT(lines_of(figure.axes[0]), testing::ElementsAre("ae_train"));
  EXPECT_THAT(lines_of(figure.axes[1]), testing::ElementsAre("ae_norm", "ae_pos"));
  EXPECT_THAT(lines_of(figure.axes[2]), testing::ElementsAre("test_ks"));
}

}  // namespace
}  // namespace poseaae::training
