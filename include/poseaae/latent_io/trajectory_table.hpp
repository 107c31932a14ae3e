#pragma once

#include "poseaae/io/csv.hpp"
#include "poseaae/latent/trajectory.hpp"

namespace poseaae::latent {

/// The columns time_s, speed, acceleration, norm and norm_over_shell, one row per frame, and
/// rarer_than_percent where it is known.
[[nodiscard]] CsvTable table_of(const TrajectoryDiagnostics& diagnostics);

}  // namespace poseaae::latent
