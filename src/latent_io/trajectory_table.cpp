#include "poseaae/latent_io/trajectory_table.hpp"

namespace poseaae::latent {

CsvTable table_of(const TrajectoryDiagnostics& d) {
  CsvTable table{{"time_s", "speed", "acceleration", "norm", "norm_over_shell"}, {}};
  const bool rarity = !d.rarer_than_percent.empty();
  if (rarity) table.columns.emplace_back("rarer_than_percent");
  for (std::size_t t = 0; t < d.norm.size(); ++t) {
    table.rows.push_back(
        {d.time_s[t], d.speed[t], d.acceleration[t], d.norm[t], d.norm[t] / d.shell});
    if (rarity) table.rows.back().push_back(d.rarer_than_percent[t]);
  }
  return table;
}

}  // namespace poseaae::latent
