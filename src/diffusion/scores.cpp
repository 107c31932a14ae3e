#include "scores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/math/batch_rows.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::diffusion {

void MeasureOptions::validate() const {
  require_between("measuring", poses, 10, 1'000'000, " poses");
  require_between("measuring", motions, 1, 100'000, " motions");
  require_between("measuring", seconds, 1e-3, 3600.0, " seconds a motion");
  require_between("measuring", seeds, 1, 10'000, " seeds");
  sampler.validate();
}

double Scores::value(const std::string& row, const std::string& column) const {
  std::vector<std::string> names;
  for (const Score& score : rows) names.push_back(score.name);
  const auto find = [](const std::vector<std::string>& list, const std::string& name) {
    const auto found = std::find(list.begin(), list.end(), name);
    if (found != list.end()) return static_cast<std::size_t>(found - list.begin());
    throw UsageError(
        fmt::format("scores: expected one of {}, found '{}'", fmt::join(list, ", "), name));
  };
  const std::size_t at = find(names, row);
  return rows[at].means[find(columns, column)];
}

void add_score(Scores& scores, const std::string& name,
               const std::vector<std::vector<double>>& runs) {
  Score score{name, {}, {}};
  for (std::size_t column = 0; column < scores.columns.size(); ++column) {
    std::vector<double> values;
    for (const auto& run : runs) values.push_back(run[column]);
    const bool none = std::isnan(values.front());  // not a thing to measure of this row
    const auto spread = none ? metrics::Spread{.mean = values.front()} : metrics::spread(values);
    score.means.push_back(spread.mean);
    score.deviations.push_back(spread.deviation);
  }
  scores.rows.push_back(std::move(score));
}

std::uint64_t seed_of(const MeasureOptions& options, int run) {
  constexpr std::uint64_t kApart = 1'000'003;  // motions of a run take the seeds that follow
  return options.seed + kApart * static_cast<std::uint64_t>(run);
}

std::string format_scores(const Scores& scores) {
  constexpr int kNameWidth = 12;
  std::string table = fmt::format("{:<{}}", "", kNameWidth);
  const auto width = [](const std::string& column) {
    constexpr std::size_t kCell = 15;
    return std::max(kCell, column.size() + 2);
  };
  for (const auto& column : scores.columns) table += fmt::format("{:>{}}", column, width(column));
  for (const Score& score : scores.rows) {
    table += fmt::format("\n{:<{}}", score.name, kNameWidth);
    for (std::size_t i = 0; i < scores.columns.size(); ++i) {
      std::string cell = "-";
      if (!std::isnan(score.means[i])) cell = fmt::format("{:.4g}", score.means[i]);
      if (score.deviations[i] > 0.0) cell += fmt::format(" ±{:.2g}", score.deviations[i]);
      table += fmt::format(" {:>{}}", cell, width(scores.columns[i]) - 1);
    }
  }
  return table + "\n";
}

std::string scores_csv(const Scores& scores) {
  std::string text;
  for (const Score& score : scores.rows) {
    for (std::size_t i = 0; i < scores.columns.size(); ++i) {
      if (std::isnan(score.means[i])) continue;
      text += fmt::format("{},{},{},{}\n", csv_cell(score.name), csv_cell(scores.columns[i]),
                          score.means[i], score.deviations[i]);
    }
  }
  return text;
}

}  // namespace poseaae::diffusion
