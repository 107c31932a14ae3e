#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/evaluation/report.hpp"
#include "poseaae/render/picture.hpp"

namespace poseaae::evaluation {

/// Several reports on the same data: first that of the model or method, then those it is compared
/// with.
struct Comparison {
  std::string title;  ///< of pictures: the model's name
  mocap::Skeleton skeleton;
  double fps = 30.0;
  std::vector<Report> reports;
  /// The single runs behind reports that are means; written to .csv and .h5 only.
  std::vector<Report> runs;
  std::string about{};  ///< what was measured, a line above the table; "": nothing to add
};

/// The verdict on the first report, then every measure as a table for a terminal: one block per
/// group, one column per report; "value [low, high]" for one model, "mean +- deviation" over runs.
/// The best of a row is marked in headlines().
[[nodiscard]] std::string format_table(const Comparison& comparison);

/// The columns report, group, measure, unit, value, low, high and deviation, one row per measure.
/// Errors per joint are in the groups "joint position" and "joint rotation".
[[nodiscard]] std::string format_csv(const Comparison& comparison);

/// One page: the verdict, the headline measures, errors per joint, latents against the normal
/// curve, their covariance, and poses. @throws UsageError without a report
[[nodiscard]] render::Picture draw_page(const Comparison& comparison);

/// Throws what write_comparison() would throw for this path, before the work. @throws UsageError,
/// OutputError
void check_report_output(const std::filesystem::path& path);

/// .csv and .txt as above; .h5: the verdict as an attribute, a line a sentence, and one group per
/// report, with `measures/` (group, name, unit, value, low, high, deviation), `joints/` (names,
/// position_m, rotation_deg), `latents` (N, Z), `generated`, `held_out` and `rebuilt` (M, J, 4);
/// .png, .svg and .pdf: the page.
/// @throws UsageError for another extension, OutputError
void write_comparison(const std::filesystem::path& path, const Comparison& comparison);

}  // namespace poseaae::evaluation
