#include "axes_painter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "poseaae/render/colour_scale.hpp"
#include "poseaae/render/ticks.hpp"

namespace poseaae::render {

namespace {

constexpr double kText = 11.0;
constexpr double kTitle = 13.0;
constexpr double kMargin = 14.0;
constexpr double kLegendRow = 16.0;
constexpr double kLegendLine = 18.0;

Colour faded(double t) { return mix(kPaper, kInk, t); }

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void add(double v) {
    low = std::min(low, v);
    high = std::max(high, v);
  }
  [[nodiscard]] bool empty() const { return low > high; }
};

/// Room around the data: a twentieth on either side, something where there is no extent at all.
Range padded(Range range, double share) {
  if (range.empty()) return {0.0, 1.0};
  double room = share * (range.high - range.low);
  if (range.high - range.low <= 1e-12 * std::max(std::abs(range.low), std::abs(range.high))) {
    room = range.low == 0.0 ? 1.0 : 0.1 * std::abs(range.low);
  }
  return {range.low - room, range.high + room};
}

class AxesPainter {
 public:
  AxesPainter(Picture& picture, const Axes& axes, const Viewport& cell)
      : picture_(picture), axes_(axes), cell_(cell), frame_{cell, {}} {
    find_ranges();
    lay_out();
  }

  void paint() {
    add_heading();
    add_grid();
    picture_.layers.push_back(std::move(frame_));
    add_lines();
  }

 private:
  [[nodiscard]] bool shows(double x, double y) const {
    return std::isfinite(x) && std::isfinite(y) && (!axes_.log_y || y > 0.0);
  }
  [[nodiscard]] double scaled(double y) const { return axes_.log_y ? std::log10(y) : y; }
  [[nodiscard]] Colour colour(std::size_t i) const {
    return axes_.series[i].colour.value_or(qualitative_colour(i));
  }

  void find_ranges() {
    for (const Series& series : axes_.series) {
      for (std::size_t i = 0; i < series.x.size(); ++i) {
        if (!shows(series.x[i], series.y[i])) continue;
        x_.add(series.x[i]);
        y_.add(scaled(series.y[i]));
      }
    }
    x_ = padded(x_, 0.015);
    if (axes_.log_y && y_.empty()) y_ = {-1.0, 0.0};
    y_ = padded(y_, 0.06);
    // Powers that a double can hold.
    if (axes_.log_y) y_ = {std::max(y_.low, -307.0), std::min(y_.high, 308.0)};
  }

  void lay_out() {
    double top = cell_.y + kMargin + (axes_.title.empty() ? 0.0 : kTitle + 6.0);
    place_legend(top);
    const double bottom = cell_.y + cell_.height - kMargin - kText - 6.0 -
                          (axes_.x_label.empty() ? 0.0 : kText + 7.0);
    area_ = {0.0, top + 4.0, 0.0, std::max(20.0, bottom - top - 4.0)};

    const int rows = std::max(2, static_cast<int>(area_.height / 34.0));
    y_ticks_ = axes_.log_y ? log_ticks(std::pow(10.0, y_.low), std::pow(10.0, y_.high), rows)
                           : linear_ticks(y_.low, y_.high, rows);
    y_labels_ = tick_labels(y_ticks_);
    double widest = 0.0;
    for (const std::string& label : y_labels_) widest = std::max(widest, text_width(label, kText));
    area_.x = cell_.x + kMargin + widest + 8.0 + (axes_.y_label.empty() ? 0.0 : kText + 6.0);
    area_.width = std::max(20.0, cell_.x + cell_.width - kMargin - area_.x);
    choose_x_ticks();
  }

  // As many as stand side by side with a gap between their labels.
  void choose_x_ticks() {
    for (int max_ticks = 10; max_ticks >= 2; --max_ticks) {
      x_ticks_ = linear_ticks(x_.low, x_.high, max_ticks);
      x_labels_ = tick_labels(x_ticks_);
      double total = 0.0;
      for (const std::string& label : x_labels_) total += text_width(label, kText) + 18.0;
      if (total <= area_.width) return;
    }
  }

  /// Rows of line samples and names under the title; moves `top` below them.
  void place_legend(double& top) {
    const double left = cell_.x + kMargin, right = cell_.x + cell_.width - kMargin;
    double x = left;
    bool any = false;
    for (std::size_t i = 0; i < axes_.series.size(); ++i) {
      const Series& series = axes_.series[i];
      if (series.label.empty()) continue;
      const double width = kLegendLine + 6.0 + text_width(series.label, kText) + 14.0;
      if (any && x + width > right + 14.0) {
        x = left;
        top += kLegendRow;
      }
      add_line(frame_, {{x, top + 8.0}, {x + kLegendLine, top + 8.0}}, i);
      frame_.shapes.emplace_back(
          Label{{x + kLegendLine + 6.0, top + 12.0}, series.label, kText, faded(0.85)});
      x += width;
      any = true;
    }
    if (any) top += kLegendRow + 2.0;
  }

  void add_heading() {
    if (!axes_.title.empty()) {
      frame_.shapes.emplace_back(Label{{cell_.x + kMargin, cell_.y + kMargin + kTitle - 2.0},
                                       axes_.title,
                                       kTitle,
                                       kInk,
                                       Anchor::kLeft,
                                       true});
    }
    if (!axes_.x_label.empty()) {
      frame_.shapes.emplace_back(
          Label{{area_.x + 0.5 * area_.width, cell_.y + cell_.height - kMargin},
                axes_.x_label,
                kText,
                faded(0.75),
                Anchor::kCentre});
    }
    if (!axes_.y_label.empty()) {
      frame_.shapes.emplace_back(
          Label{{cell_.x + kMargin + kText - 2.0, area_.y + 0.5 * area_.height},
                axes_.y_label,
                kText,
                faded(0.75),
                Anchor::kCentre,
                false,
                true});
    }
  }

  void add_grid() {
    frame_.shapes.emplace_back(Box{area_, 2.0, {248, 249, 251}, 1.0});
    for (std::size_t i = 0; i < y_ticks_.size(); ++i) {
      const double y = pixel_y(scaled(y_ticks_[i]));
      add_rule({{area_.x, y}, {area_.x + area_.width, y}}, 0.12);
      frame_.shapes.emplace_back(Label{
          {area_.x - 6.0, y + 0.36 * kText}, y_labels_[i], kText, faded(0.75), Anchor::kRight});
    }
    const double bottom = area_.y + area_.height;
    for (std::size_t i = 0; i < x_ticks_.size(); ++i) {
      const double x = pixel_x(x_ticks_[i]);
      add_rule({{x, area_.y}, {x, bottom}}, 0.07);
      frame_.shapes.emplace_back(
          Label{{x, bottom + kText + 5.0}, x_labels_[i], kText, faded(0.75), Anchor::kCentre});
    }
    add_rule({{area_.x, bottom}, {area_.x + area_.width, bottom}}, 0.45);
  }

  void add_rule(std::vector<Point> points, double strength) {
    frame_.shapes.emplace_back(Polyline{std::move(points), 1.0, faded(strength), 1.0, {}});
  }

  void add_line(Layer& layer, std::vector<Point> points, std::size_t series) const {
    const bool dashed = axes_.series[series].dashed;
    layer.shapes.emplace_back(
        Polyline{std::move(points), 1.7, colour(series), 1.0,
                 dashed ? std::vector<double>{5.0, 3.5} : std::vector<double>{}});
  }

  void add_lines() {
    Layer lines{{area_.x - 3.0, area_.y - 3.0, area_.width + 6.0, area_.height + 6.0}, {}};
    for (std::size_t s = 0; s < axes_.series.size(); ++s) {
      const Series& series = axes_.series[s];
      std::vector<Point> run;
      for (std::size_t i = 0; i <= series.x.size(); ++i) {
        if (i < series.x.size() && shows(series.x[i], series.y[i])) {
          run.push_back({pixel_x(series.x[i]), pixel_y(scaled(series.y[i]))});
          continue;
        }
        if (run.size() == 1) {
          lines.shapes.emplace_back(Ellipse{run[0], 2.8, 2.8, colour(s), 1.0});
        } else if (!run.empty()) {
          add_line(lines, run, s);
        }
        run.clear();
      }
    }
    picture_.layers.push_back(std::move(lines));
  }

  [[nodiscard]] double pixel_x(double x) const {
    return area_.x + area_.width * (x - x_.low) / (x_.high - x_.low);
  }
  [[nodiscard]] double pixel_y(double y) const {
    return area_.y + area_.height * (y_.high - y) / (y_.high - y_.low);
  }

  Picture& picture_;
  const Axes& axes_;
  Viewport cell_;
  Viewport area_;
  Layer frame_;
  Range x_;
  Range y_;  ///< of log10(y) on a logarithmic axis
  std::vector<double> x_ticks_;
  std::vector<double> y_ticks_;
  std::vector<std::string> x_labels_;
  std::vector<std::string> y_labels_;
};

}  // namespace

void add_axes(Picture& picture, const Axes& axes, const Viewport& cell) {
  AxesPainter(picture, axes, cell).paint();
}

}  // namespace poseaae::render
