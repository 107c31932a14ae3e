#include "runs.hpp"

#include <fmt/format.h>

namespace poseaae::evaluation::inbetween {

Comparison over_all(const std::string& what, std::vector<Run> runs) {
  const Comparison& first = runs.front().comparison;
  Comparison all{first.title, first.skeleton,
                 first.fps,   {},
                 {},          fmt::format("{}, the first: {}", what, first.about)};
  for (std::size_t m = 0; m < first.reports.size(); ++m) {
    std::vector<Report> of_method;
    for (const Run& run : runs) of_method.push_back(run.comparison.reports[m]);
    all.reports.push_back(over_runs(first.reports[m].name, of_method));
  }
  for (Run& run : runs) {
    for (Report report : run.comparison.reports) {
      report.name += " " + run.label;
      all.runs.push_back(std::move(report));
    }
  }
  return all;
}

}  // namespace poseaae::evaluation::inbetween
