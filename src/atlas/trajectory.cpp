#include "poseaae/atlas/trajectory.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/latent_io/trajectory_table.hpp"
#include "poseaae/render/sheet.hpp"

namespace poseaae::atlas {

namespace {

using Values = std::vector<double> latent::TrajectoryDiagnostics::*;

void check(const std::vector<NamedTrajectory>& paths) {
  if (paths.empty()) throw UsageError("trajectory: expected at least one path, found none");
  const int dim = paths.front().diagnostics.dim;
  for (const NamedTrajectory& path : paths) {
    if (path.diagnostics.dim == dim) continue;
    throw UsageError(fmt::format(
        "trajectory: expected paths with the same number of latents, found {} ({}) and {} ({})",
        dim, paths.front().name, path.diagnostics.dim, path.name));
  }
}

render::Axes axes_of(const std::vector<NamedTrajectory>& paths, const std::string& title,
                     const std::string& unit, Values values) {
  render::Axes axes{title, "seconds", unit, false, {}};
  for (const NamedTrajectory& path : paths) {
    axes.series.push_back({paths.size() > 1 ? path.name : "",
                           path.diagnostics.time_s,
                           path.diagnostics.*values,
                           {},
                           false});
  }
  return axes;
}

/// Where likely poses are: the radius of the shell and the band around it.
void add_shell(render::Axes& axes, const std::vector<NamedTrajectory>& paths) {
  double last = 0.0;
  for (const NamedTrajectory& path : paths) {
    if (!path.diagnostics.time_s.empty()) last = std::max(last, path.diagnostics.time_s.back());
  }
  const auto& shell = paths.front().diagnostics;
  const auto level = [&](const std::string& label, double y, bool dashed) {
    axes.series.push_back({label, {0.0, last}, {y, y}, render::kQuiet, dashed});
  };
  level(fmt::format("shell, sqrt({}) = {:.2f}", shell.dim, shell.shell), shell.shell, true);
  level("95 % of N(0, I) lie between", shell.shell_low, false);
  level("", shell.shell_high, false);
}

}  // namespace

render::Figure trajectory_figure(const std::vector<NamedTrajectory>& paths,
                                 const std::string& title) {
  check(paths);
  using latent::TrajectoryDiagnostics;
  render::Figure figure;
  figure.title = title;
  figure.columns = 1;
  figure.axes_width = 980;
  figure.axes_height = 240;
  figure.axes = {axes_of(paths, "Speed", "standard deviations / s", &TrajectoryDiagnostics::speed),
                 axes_of(paths, "Acceleration", "standard deviations / s\u00b2",
                         &TrajectoryDiagnostics::acceleration)};
  if (paths.front().diagnostics.rarer_than_percent.empty()) {
    figure.axes.push_back(
        axes_of(paths, "Distance from the mean of the poses", "|e|", &TrajectoryDiagnostics::norm));
    add_shell(figure.axes.back(), paths);
  } else {
    figure.axes.push_back(axes_of(paths, "Rarity: poses learned from that are more common", "%",
                                  &TrajectoryDiagnostics::rarer_than_percent));
  }
  return figure;
}

std::string trajectory_csv(const std::vector<NamedTrajectory>& paths) {
  check(paths);
  std::string csv;
  for (const NamedTrajectory& path : paths) {
    const CsvTable table = latent::table_of(path.diagnostics);
    if (csv.empty()) csv = fmt::format("path,{}\n", fmt::join(table.columns, ","));
    for (const auto& row : table.rows) {
      csv += fmt::format("{},{}\n", csv_cell(path.name), fmt::join(row, ","));
    }
  }
  return csv;
}

}  // namespace poseaae::atlas
