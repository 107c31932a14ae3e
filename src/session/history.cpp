#include "poseaae/session/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"

namespace poseaae::session {

namespace fs = std::filesystem;

namespace {

constexpr const char* kEpoch = "epoch";
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

bool has_values(const std::vector<History>& runs, const std::string& column) {
  return std::ranges::any_of(
      runs, [&](const History& run) { return run.table.has(column) && !run.table.blank(column); });
}

bool has_column(const std::vector<History>& runs, const std::string& column) {
  return std::ranges::any_of(runs, [&](const History& run) { return run.table.has(column); });
}

/// Whether any run has trained what the column records. The discriminators' learning rate is
/// recorded even for models without a discriminator, whose losses are then 0 throughout.
bool was_trained(const std::vector<History>& runs, const std::string& column) {
  constexpr std::array kDiscriminatorLosses{"disc_prior", "disc_realism"};
  const auto any = [&](const auto& holds) {
    return std::ranges::any_of(kDiscriminatorLosses,
                               [&](const char* loss) { return holds(runs, loss); });
  };
  if (column == "disc_learning_rate" && any(has_column) && !any(has_values)) return false;
  return has_values(runs, column);
}

/// "runs/dance/" -> "runs/dance", and what lies above it.
fs::path without_slash(const fs::path& path) {
  return path.has_filename() ? path : path.parent_path();
}

}  // namespace

std::vector<double> History::epochs() const {
  if (table.has(kEpoch)) return table.column(kEpoch);
  std::vector<double> counted(table.rows.size());
  for (std::size_t i = 0; i < counted.size(); ++i) counted[i] = static_cast<double>(i + 1);
  return counted;
}

History load_history(const fs::path& source) {
  const fs::path path = without_slash(source);
  std::error_code ignored;
  const bool folder = fs::is_directory(path, ignored);
  const fs::path file = folder ? path / "history.csv" : path;
  if (folder && !fs::exists(file, ignored)) {
    throw InputError(
        fmt::format("{}: expected a run folder written by aae_train, found a folder without "
                    "history.csv; check the path",
                    path.string()));
  }
  // A run's own history.csv is better known by its folder.
  const bool anonymous = !folder && path.filename() == "history.csv" && path.has_parent_path();
  const fs::path named = anonymous ? path.parent_path() : path;
  History run{
      folder ? fs::absolute(path).lexically_normal().filename().string() : named.stem().string(),
      read_csv(file)};
  if (run.table.rows.empty()) {
    throw InputError(
        fmt::format("{}: expected at least one epoch, found only the header line; wait until the "
                    "run has finished its first epoch",
                    file.string()));
  }
  return run;
}

std::vector<History> load_histories(const std::vector<std::string>& sources) {
  std::vector<History> runs;
  for (const auto& source : sources) runs.push_back(load_history(source));
  std::map<std::string, int> uses;
  for (const auto& run : runs) ++uses[run.name];
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (uses[runs[i].name] > 1) runs[i].name = without_slash(sources[i]).string();
  }
  return runs;
}

std::vector<std::string> select_columns(const std::vector<History>& runs,
                                        const std::vector<std::string>& wanted) {
  std::vector<std::string> known;
  for (const auto& run : runs) {
    for (const auto& column : run.table.columns) {
      const bool seen = std::find(known.begin(), known.end(), column) != known.end();
      if (column != kEpoch && !seen) known.push_back(column);
    }
  }
  for (const auto& column : wanted) {
    if (std::find(known.begin(), known.end(), column) != known.end()) continue;
    const std::string nearest = nearest_word(column, known);
    throw UsageError(fmt::format("--columns: expected one or more of {}, found '{}'{}",
                                 fmt::join(known, ", "), column,
                                 nearest.empty() ? "" : "; did you mean " + nearest + "?"));
  }
  if (!wanted.empty()) return wanted;
  std::erase_if(known, [&](const std::string& column) { return !was_trained(runs, column); });
  return known;
}

std::vector<double> moving_average(const std::vector<double>& values, int width) {
  require_between("--smooth", width, 1, 1'000'000, " epochs");
  const auto count = static_cast<int>(values.size());
  std::vector<double> averages(values.size(), kNone);
  for (int i = 0; i < count; ++i) {
    double sum = 0.0;
    int used = 0;
    const int first = i - (width - 1) / 2;
    for (int k = std::max(first, 0); k < std::min(first + width, count); ++k) {
      if (std::isnan(values[k])) continue;
      sum += values[k];
      ++used;
    }
    if (used > 0) averages[i] = sum / used;
  }
  return averages;
}

History smoothed(History run, int width) {
  for (std::size_t c = 0; c < run.table.columns.size(); ++c) {
    if (run.table.columns[c] == kEpoch) continue;
    const auto averages = moving_average(run.table.column(run.table.columns[c]), width);
    for (std::size_t i = 0; i < averages.size(); ++i) run.table.rows[i][c] = averages[i];
  }
  return run;
}

std::string format_history_table(const std::vector<History>& runs,
                                 const std::vector<std::string>& columns) {
  std::size_t column_width = 6;
  for (const auto& column : columns) column_width = std::max(column_width, column.size());
  std::size_t run_width = 3;
  for (const auto& run : runs) run_width = std::max(run_width, run.name.size());

  std::string text;
  auto out = std::back_inserter(text);
  fmt::format_to(out, "{:<{}}  {:<{}}  {:>12}  {:>12}  {:>8}\n", "column", column_width, "run",
                 run_width, "last", "min", "at epoch");
  for (const auto& column : columns) {
    for (const auto& run : runs) {
      if (!run.table.has(column)) continue;
      const auto values = run.table.column(column);
      const auto epochs = run.epochs();
      double last = kNone;
      std::size_t best = values.size();
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) continue;
        last = values[i];
        if (best == values.size() || values[i] < values[best]) best = i;
      }
      fmt::format_to(out, "{:<{}}  {:<{}}  ", column, column_width, run.name, run_width);
      if (best == values.size()) {
        fmt::format_to(out, "{:>12}  {:>12}  {:>8}\n", "-", "-", "-");
      } else {
        fmt::format_to(out, "{:>12.6g}  {:>12.6g}  {:>8g}\n", last, values[best], epochs[best]);
      }
    }
  }
  return text;
}

CsvTable join_histories(const std::vector<History>& runs, const std::vector<std::string>& columns) {
  CsvTable joined{{kEpoch}, {}};
  std::map<double, std::vector<double>> rows;  // epoch -> cells after it
  for (const auto& run : runs) {
    const auto epochs = run.epochs();
    for (const auto& column : columns) {
      if (!run.table.has(column)) continue;
      const std::size_t index = joined.columns.size() - 1;
      joined.columns.push_back(runs.size() == 1 ? column : run.name + "/" + column);
      const auto values = run.table.column(column);
      for (std::size_t i = 0; i < values.size(); ++i) {
        auto& cells = rows[epochs[i]];
        cells.resize(std::max(cells.size(), index + 1), kNone);
        cells[index] = values[i];
      }
    }
  }
  for (auto& [epoch, cells] : rows) {
    cells.resize(joined.columns.size() - 1, kNone);
    cells.insert(cells.begin(), epoch);
    joined.rows.push_back(cells);
  }
  return joined;
}

}  // namespace poseaae::session
