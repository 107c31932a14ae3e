#include "panels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/render/ticks.hpp"

namespace poseaae::evaluation {

namespace {

constexpr double kMillimetres = 1000.0;
constexpr double kRow = 23.0;
constexpr double kColumn = 92.0;

const Measure* find(const Report& report, const Headline& headline) {
  return report.find(headline.group, headline.name);
}

std::string shown(const Measure* measure) {
  return measure == nullptr || std::isnan(measure->value) ? "-"
                                                          : fmt::format("{:.3g}", measure->value);
}

std::string beside(const Measure& measure, bool over_runs) {
  if (over_runs) return fmt::format("\u00b1 {:.2g}", measure.deviation);
  if (std::isnan(measure.low)) return "";
  return fmt::format("{:.3g} \u2013 {:.3g}", measure.low, measure.high);
}

/// Headlines that the first report has.
std::vector<const Headline*> rows_of(const Comparison& comparison) {
  std::vector<const Headline*> rows;
  for (const Headline& headline : headlines()) {
    if (find(comparison.reports.front(), headline) != nullptr) rows.push_back(&headline);
  }
  return rows;
}

/// Joints that are compared.
std::vector<Eigen::Index> compared(const Details& details) {
  std::vector<Eigen::Index> joints;
  for (Eigen::Index j = 0; j < details.joint_position_m.size(); ++j) {
    if (!std::isnan(details.joint_position_m[j])) joints.push_back(j);
  }
  return joints;
}

}  // namespace

double summary_height(const Comparison& comparison) {
  return kRow * (static_cast<double>(rows_of(comparison).size()) + 2.0) + 32.0;
}

void draw_summary(Sheet& sheet, const Viewport& area, const Comparison& comparison) {
  constexpr std::size_t kMaxReports = 4;
  const std::size_t count = std::min(comparison.reports.size(), kMaxReports);
  const bool over_runs = comparison.reports.front().runs > 1;
  const Viewport inside = sheet.panel(area, "What came out");
  // From the right: the other reports, the first one's interval, the first one.
  const double right = inside.x + inside.width;
  const double interval = right - static_cast<double>(count - 1) * kColumn;
  const double first = interval - 1.25 * kColumn;
  double y = inside.y + 12.0;
  sheet.text({first, y}, comparison.reports.front().name, Anchor::kRight, kFirst, kTextSize, true);
  sheet.text({interval, y}, over_runs ? "over runs" : "95 %, over clips", Anchor::kRight, kQuiet,
             kSmall);
  for (std::size_t i = 1; i < count; ++i) {
    sheet.text({interval + static_cast<double>(i) * kColumn, y}, comparison.reports[i].name,
               Anchor::kRight, i == 1 ? kSecond : kInk, kTextSize, true);
  }
  const std::string* group = nullptr;
  for (const Headline* headline : rows_of(comparison)) {
    if (group != nullptr && *group != headline->group) {
      sheet.line({{inside.x, y + 7.5}, {right, y + 7.5}}, kRule, 0.7);
    }
    group = &headline->group;
    y += kRow;
    const Measure& measure = *find(comparison.reports.front(), *headline);
    sheet.text({inside.x, y}, headline->label);
    if (!measure.unit.empty()) {
      sheet.text({inside.x + render::text_width(headline->label, kTextSize) + 7.0, y}, measure.unit,
                 Anchor::kLeft, kQuiet, kSmall);
    }
    sheet.text({first, y}, shown(&measure), Anchor::kRight, kInk, kTextSize, true);
    sheet.text({interval, y}, beside(measure, over_runs), Anchor::kRight, kQuiet, kSmall);
    for (std::size_t i = 1; i < count; ++i) {
      sheet.text({interval + static_cast<double>(i) * kColumn, y},
                 shown(find(comparison.reports[i], *headline)), Anchor::kRight);
    }
  }
}

void draw_joints(Sheet& sheet, const Viewport& area, const Comparison& comparison) {
  const Details& details = comparison.reports.front().details;
  const Eigen::VectorXd* other =
      comparison.reports.size() > 1 ? &comparison.reports[1].details.joint_position_m : nullptr;
  const std::vector<Eigen::Index> joints = compared(details);
  const std::string note = other == nullptr ? "" : "line: " + comparison.reports[1].name;
  const Viewport inside = sheet.panel(area, "Position error per joint, mm", note);
  double names = 0.0;
  double largest = 1e-9;
  for (const Eigen::Index j : joints) {
    names = std::max(names, render::text_width(details.joint_names[j], kSmall));
    largest = std::max(largest, kMillimetres * details.joint_position_m[j]);
    if (other != nullptr) largest = std::max(largest, kMillimetres * (*other)[j]);
  }
  const double left = inside.x + names + 10.0;
  const double width = inside.x + inside.width - left - 34.0;
  const double step = (inside.height - 20.0) / static_cast<double>(joints.size());
  const auto along = [&](double mm) { return left + width * mm / largest; };
  for (const double tick : render::linear_ticks(0.0, largest, 6)) {
    sheet.line({{along(tick), inside.y}, {along(tick), inside.y + inside.height - 20.0}}, kRule,
               0.7);
    sheet.text({along(tick), inside.y + inside.height - 6.0}, fmt::format("{:g}", tick),
               Anchor::kCentre, kQuiet, kSmall);
  }
  double y = inside.y;
  for (const Eigen::Index j : joints) {
    const double value = kMillimetres * details.joint_position_m[j];
    const double middle = y + 0.5 * step;
    sheet.text({left - 7.0, middle + 3.8}, details.joint_names[j], Anchor::kRight, kInk, kSmall);
    sheet.box({left, y + 0.17 * step, std::max(0.5, along(value) - left), 0.66 * step}, kFirst, 0.9,
              2.0);
    const std::string number = fmt::format("{:.1f}", value);
    const double end = along(value);
    const double begin = end - render::text_width(number, kSmall) - 12.0;  // of it, in the bar
    double mark = left;
    if (other != nullptr) {
      mark = along(kMillimetres * (*other)[j]);
      sheet.line({{mark, y + 0.08 * step}, {mark, y + 0.92 * step}}, kSecond, 2.2);
    }
    if (begin > left && (mark < begin || mark > end)) {
      sheet.text({end - 6.0, middle + 3.8}, number, Anchor::kRight, kPaper, kSmall);
    } else {
      sheet.text({std::max(end, mark) + 8.0, middle + 3.8}, number, Anchor::kLeft, kQuiet, kSmall);
    }
    y += step;
  }
}

}  // namespace poseaae::evaluation
