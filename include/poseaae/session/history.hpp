#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/io/csv.hpp"

/// The histories of training runs: one row per epoch, one column per loss.
namespace poseaae::session {

struct History {
  std::string name;  ///< of the run folder, or of the file without extension
  CsvTable table;

  /// The epoch of each row: the column "epoch", or 1, 2, ... without one.
  [[nodiscard]] std::vector<double> epochs() const;
};

/// From a run folder (its history.csv) or a CSV file. @throws InputError (missing, no epoch yet),
/// ParseError
[[nodiscard]] History load_history(const std::filesystem::path& source);
/// Several; runs of the same name get their folder's name in front.
[[nodiscard]] std::vector<History> load_histories(const std::vector<std::string>& sources);

/// The wanted columns; or, in order of appearance, every column but "epoch" that some run has
/// trained: one that is 0 or empty throughout (CsvTable::blank()) in all runs is left out.
/// @throws UsageError for a wanted column that no run has, with the nearest name
[[nodiscard]] std::vector<std::string> select_columns(const std::vector<History>& runs,
                                                      const std::vector<std::string>& wanted);

/// Mean over a window of `width` values centred on each (shorter at the ends); NaN do not count.
/// Width 1 changes nothing. @throws UsageError when width < 1
[[nodiscard]] std::vector<double> moving_average(const std::vector<double>& values, int width);
/// moving_average() of every column but "epoch".
[[nodiscard]] History smoothed(History run, int width);

/// One line per column and run: last value, minimum, and the epoch of the minimum.
[[nodiscard]] std::string format_history_table(const std::vector<History>& runs,
                                               const std::vector<std::string>& columns);

/// One row per epoch: "epoch", then each column of each run ("run/column" when there are several);
/// empty cells where a run has no such epoch.
[[nodiscard]] CsvTable join_histories(const std::vector<History>& runs,
                                      const std::vector<std::string>& columns);

}  // namespace poseaae::session
