#include "poseaae/evaluation/write.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>
#include <string_view>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/evaluation/verdict.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/render/output.hpp"
#include "write_h5.hpp"

namespace poseaae::evaluation {

namespace {

/// Four digits, and no exponent for counts.
std::string shown(double value) {
  constexpr double kLarge = 1e3;
  constexpr double kCounts = 1e9;
  const double size = std::abs(value);
  return size >= kLarge && size < kCounts ? fmt::format("{:.0f}", value)
                                          : fmt::format("{:.4g}", value);
}

std::string cell(const Measure& measure, bool over_runs) {
  if (std::isnan(measure.value)) return "-";
  if (over_runs) {
    constexpr double kRounding = 1e-9;  // what is left of means of equal numbers
    const bool none = measure.deviation <= kRounding * std::abs(measure.value);
    return fmt::format("{} +- {:.2g}", shown(measure.value), none ? 0.0 : measure.deviation);
  }
  if (std::isnan(measure.low)) return shown(measure.value);
  return fmt::format("{} [{:.3g}, {:.3g}]", shown(measure.value), measure.low, measure.high);
}

/// The measure in this report, "" where it has none; marked where it is the best of a headline.
std::string cell_of(const Report& report, const Measure& like, const Report* best) {
  const Measure* measure = report.find(like.group, like.name);
  if (measure == nullptr) return "";
  return cell(*measure, report.runs > 1) + (&report == best ? " *" : "");
}

const Report* best_of(const std::vector<Report>& reports, const Measure& like) {
  const auto same = [&](const Headline& headline) {
    return headline.group == like.group && headline.name == like.name;
  };
  const auto found = std::ranges::find_if(headlines(), same);
  return found == headlines().end() ? nullptr : best_of(reports, *found);
}

std::string number(double value) { return std::isnan(value) ? "" : fmt::format("{}", value); }

void add_csv_rows(std::string& text, const Report& report) {
  const auto add = [&](const Measure& m) {
    fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{},{},{}\n", csv_cell(report.name),
                   csv_cell(m.group), csv_cell(m.name), m.unit, number(m.value), number(m.low),
                   number(m.high), number(m.deviation));
  };
  for (const Measure& measure : report.measures) add(measure);
  if (report.runs > 1) return;  // details are those of one run
  const Details& details = report.details;
  for (std::size_t j = 0; j < details.joint_names.size(); ++j) {
    const auto row = static_cast<Eigen::Index>(j);
    constexpr double kMillimetres = 1000.0;
    if (!std::isnan(details.joint_position_m[row])) {
      add({"joint position", details.joint_names[j], "mm",
           kMillimetres * details.joint_position_m[row]});
    }
    if (!std::isnan(details.joint_rotation_deg[row])) {
      add({"joint rotation", details.joint_names[j], "deg", details.joint_rotation_deg[row]});
    }
  }
}

/// Of a table of text.
struct Column {
  std::size_t least = 0;  ///< characters that it is wide, or more where a cell would fill it
  std::vector<std::string> cells{};

  [[nodiscard]] std::size_t width() const {
    std::size_t longest = 0;
    for (const std::string& cell : cells) longest = std::max(longest, cell.size());
    return longest < least ? least : longest + 2;
  }
};

void add_cells(std::string& text, const std::vector<Column>& columns, std::size_t row) {
  for (const Column& column : columns) {
    fmt::format_to(std::back_inserter(text), "{:<{}}", column.cells[row], column.width());
  }
}

render::Content content_of(const std::filesystem::path& path) {
  using render::Content;
  return render::content_of(path,
                            {Content::kTable, Content::kText, Content::kArrays, Content::kPicture});
}

}  // namespace

std::string format_table(const Comparison& comparison) {
  if (comparison.reports.empty()) throw UsageError("expected a report to write, found none");
  const std::vector<Measure>& measures = comparison.reports.front().measures;
  std::vector<std::string> names{""};
  for (const Measure& measure : measures) {
    names.push_back("  " + measure.name + (measure.unit.empty() ? "" : ", " + measure.unit));
  }
  constexpr std::size_t kNameWidth = 38;
  std::vector<Column> columns{{kNameWidth, std::move(names)}};
  for (const Report& report : comparison.reports) {
    const std::string runs = report.runs > 1 ? fmt::format(", {} runs", report.runs) : "";
    constexpr std::size_t kCellWidth = 27;
    columns.push_back({kCellWidth, {report.name + runs}});
    for (const Measure& measure : measures) {
      columns.back().cells.push_back(
          cell_of(report, measure, best_of(comparison.reports, measure)));
    }
  }
  std::string text;
  for (const std::string& sentence : verdict(comparison.reports)) text += sentence + "\n";
  if (!text.empty()) text += '\n';
  if (!comparison.about.empty()) text += comparison.about + "\n\n";
  add_cells(text, columns, 0);
  std::string group;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    if (measures[i].group != group) text += "\n" + measures[i].group + "\n";
    group = measures[i].group;
    add_cells(text, columns, i + 1);
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  if (text.find(" *") != std::string::npos) text += "\n* the best of its row\n";
  return text;
}

std::string format_csv(const Comparison& comparison) {
  std::string text = "report,group,measure,unit,value,low,high,deviation\n";
  for (const Report& report : comparison.reports) add_csv_rows(text, report);
  for (const Report& run : comparison.runs) add_csv_rows(text, run);
  return text;
}

void check_report_output(const std::filesystem::path& path) {
  (void)content_of(path);
  const AtomicFile writable(path);  // goes away without a trace
}

void write_comparison(const std::filesystem::path& path, const Comparison& comparison) {
  switch (content_of(path)) {
    case render::Content::kTable:
      return write_file(path, format_csv(comparison));
    case render::Content::kText:
      return write_file(path, format_table(comparison));
    case render::Content::kArrays:
      return write_h5(path, comparison);
    default:
      return render::write_picture(path, draw_page(comparison));
  }
}

}  // namespace poseaae::evaluation
