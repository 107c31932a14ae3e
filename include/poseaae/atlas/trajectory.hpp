#pragma once

#include <string>
#include <vector>

#include "poseaae/latent/trajectory.hpp"
#include "poseaae/render/plot.hpp"

/// How paths move, drawn over time.
namespace poseaae::atlas {

struct NamedTrajectory {
  std::string name;  ///< in the legend, where there are several
  latent::TrajectoryDiagnostics diagnostics;
};

/// Three diagrams over the seconds: speed, acceleration, and the norm |e| with the shell sqrt(Z)
/// and the band that holds 95 % of N(0, I). @throws UsageError without a path, or when they are of
/// different dimensions
[[nodiscard]] render::Figure trajectory_figure(const std::vector<NamedTrajectory>& paths,
                                               const std::string& title = "");

/// The tables of all paths under each other (TrajectoryDiagnostics::table()), the name of each in
/// the first column, as CSV.
[[nodiscard]] std::string trajectory_csv(const std::vector<NamedTrajectory>& paths);

}  // namespace poseaae::atlas
