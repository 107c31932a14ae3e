#pragma once

#include <string>
#include <vector>

#include "poseaae/latent/trajectory.hpp"
#include "poseaae/render/plot.hpp"

/// Plots of how paths move over time.
namespace poseaae::atlas {

struct NamedTrajectory {
  std::string name;  ///< in the legend, where there are several
  latent::TrajectoryDiagnostics diagnostics;
};

/// Three diagrams over time: speed, acceleration, and how rare the poses are
/// (latent::TrajectoryDiagnostics::rarer_than_percent), or where that is not known, the norm |e|
/// with the shell sqrt(Z) and the band that contains 95 % of N(0, I). @throws UsageError without a
/// path, or when dimensions differ
[[nodiscard]] render::Figure trajectory_figure(const std::vector<NamedTrajectory>& paths,
                                               const std::string& title = "");

/// The tables of all paths (TrajectoryDiagnostics::table()) one below the other as CSV, with the
/// name of the path in the first column.
[[nodiscard]] std::string trajectory_csv(const std::vector<NamedTrajectory>& paths);

}  // namespace poseaae::atlas
