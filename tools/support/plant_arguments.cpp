#include "support/plant_arguments.hpp"

#include <fmt/format.h>

#include "poseaae/base/log.hpp"
#include "support/choice.hpp"

namespace poseaae::tools {

PlantArguments::PlantArguments(CommandLine& app, const std::string& otherwise) {
  option_ = add_choice(app, "--plant", wish_, latent::plant_names(),
                       "How the dancer stands. ik: feet stay where they stand, legs follow by "
                       "inverse kinematics; root: the root alone is set down, poses stay as "
                       "decoded; off: nothing, so that the root stays at the origin, or goes "
                       "where windows of time take it (default: " +
                           otherwise + ")");
}

void PlantArguments::add_no_plant(CommandLine& app, const std::string& description) {
  app.add_flag("--no-plant", none_, description)->excludes(option_);
}

void PlantArguments::report(const footing::PlantReport& report, const std::string& name) const {
  const std::string whose = name.empty() ? "" : name + ": ";
  if (!report.why_not.empty()) {
    if (wish() == latent::Plant::kIk) log::warning("--plant ik: {}{}", whose, report.why_not);
    return;
  }
  if (report.held == 0.0) return;
  std::string line = fmt::format(
      "{}feet stand in {:.0f} % of the frames; holding them there turned hips, knees and ankles by "
      "{:.2g} degrees on average, {:.2g} at most",
      whose, 100.0 * report.held, report.mean_deg, report.largest_deg);
  if (report.lowered_m > 0.0005) {
    line +=
        fmt::format(", and moved the body up or down by up to {:.1f} cm", 100.0 * report.lowered_m);
  }
  if (report.missed_m > 0.002) {
    line += fmt::format("; a foot out of reach is off by up to {:.1f} cm", 100.0 * report.missed_m);
  }
  fmt::print("{}\n", line);
}

}  // namespace poseaae::tools
