#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "poseaae/base/error.hpp"
#include "poseaae/evaluation/lafan1.hpp"

namespace poseaae::evaluation::inbetween {

namespace {

void add(std::vector<Published>& figures, const char* method, const char* measure, int digits,
         const std::vector<double>& values) {
  std::size_t i = 0;
  for (const int gap : kGaps) figures.push_back({method, measure, gap, values.at(i++), digits});
}

std::vector<Published> make_published() {
  std::vector<Published> figures;
  add(figures, "zero velocity", "L2Q", 2, {0.56, 1.10, 1.51, 1.81});
  add(figures, "interpolation", "L2Q", 2, {0.22, 0.62, 0.98, 1.25});
  add(figures, "zero velocity", "L2P", 4, {1.5230, 3.6944, 6.6002, 9.3289});
  add(figures, "interpolation", "L2P", 4, {0.3729, 1.2488, 2.3158, 3.4469});
  add(figures, "zero velocity", "NPSS", 4, {0.0053, 0.0522, 0.2318, 0.4918});
  add(figures, "interpolation", "NPSS", 4, {0.0023, 0.0391, 0.2013, 0.4493});
  return figures;
}

}  // namespace

const std::vector<Published>& published() {
  static const std::vector<Published> figures = make_published();
  return figures;
}

bool agrees(const Published& figure, double found) {
  const double unit = std::pow(10.0, -figure.digits);
  return std::round(found / unit) == std::round(figure.value / unit);
}

double found_for(const Published& figure, const Comparison& comparison) {
  for (const Report& report : comparison.reports) {
    if (report.name == figure.method) return report.value(figure.measure, gap_name(figure.gap));
  }
  throw UsageError(fmt::format("expected a report on '{}', found none", figure.method));
}

std::string format_check(const Comparison& comparison) {
  std::string text =
      fmt::format("{:<6}{:>9}  {:<16}{:>10}{:>11}\n", "", "", "", "found", "published");
  for (const Published& figure : published()) {
    const double found = found_for(figure, comparison);
    fmt::format_to(std::back_inserter(text), "{:<6}{:>9}  {:<16}{:>10.{}f}{:>11.{}f}  {}\n",
                   figure.measure, gap_name(figure.gap), figure.method, found, figure.digits + 1,
                   figure.value, figure.digits, agrees(figure, found) ? "agrees" : "differs");
  }
  return text;
}

int count_differing(const Comparison& comparison) {
  int differing = 0;
  for (const Published& figure : published()) {
    differing += agrees(figure, found_for(figure, comparison)) ? 0 : 1;
  }
  return differing;
}

}  // namespace poseaae::evaluation::inbetween
