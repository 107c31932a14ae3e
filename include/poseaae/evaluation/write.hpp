#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/evaluation/report.hpp"
#include "poseaae/render/picture.hpp"

namespace poseaae::evaluation {

/// Several reports on the same data, the first the one that matters and the others beside it.
struct Comparison {
  std::string title;  ///< of pictures: the model's name
  mocap::Skeleton skeleton;
  double fps = 30.0;
  std::vector<Report> reports;
  std::vector<Report> runs;  ///< each run behind reports that are means, in .csv and .h5 alone
};

/// Every measure as a table for a terminal: a block a group, a column a report; "value [low, high]"
/// for one model, "mean +- deviation" over runs.
[[nodiscard]] std::string format_table(const Comparison& comparison);

/// report, group, measure, unit, value, low, high, deviation; a row each. Errors per joint are
/// groups of their own, "joint position" and "joint rotation".
[[nodiscard]] std::string format_csv(const Comparison& comparison);

/// One page: what came out, errors per joint, latents against the normal curve, their covariance,
/// and poses. @throws UsageError without a report
[[nodiscard]] render::Picture draw_page(const Comparison& comparison);

/// Says at once what write_comparison() would refuse. @throws UsageError, OutputError
void check_report_output(const std::filesystem::path& path);

/// .csv and .txt as above; .h5: a group a report, with `measures/` (group, name, unit, value, low,
/// high, deviation), `joints/` (names, position_m, rotation_deg), `latents` (N, Z), `generated`,
/// `held_out` and `rebuilt` (M, J, 4); .png, .svg and .pdf: the page.
/// @throws UsageError for another extension, OutputError
void write_comparison(const std::filesystem::path& path, const Comparison& comparison);

}  // namespace poseaae::evaluation
