#include "poseaae/render/plot.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/render/ticks.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::render {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr Colour kRed{250, 0, 0};

Figure figure_of(std::vector<double> y, bool log_y = false) {
  Series series{"loss", {}, std::move(y), kRed, false};
  for (std::size_t i = 0; i < series.y.size(); ++i) series.x.push_back(static_cast<double>(i));
  Figure figure;
  figure.axes.push_back({"losses", "epoch", "loss", log_y, {series}});
  return figure;
}

/// Points of each line in the data's colour (the legend's sample is the first), and dots.
struct Drawn {
  std::vector<std::size_t> lines;
  std::size_t dots = 0;
  std::vector<Point> points;
};

Drawn drawn(const Figure& figure) {
  Drawn result;
  for (const Layer& layer : draw_figure(figure).layers) {
    for (const Shape& shape : layer.shapes) {
      if (const auto* line = std::get_if<Polyline>(&shape); line && line->colour == kRed) {
        result.lines.push_back(line->points.size());
        result.points.insert(result.points.end(), line->points.begin(), line->points.end());
      }
      result.dots += std::holds_alternative<Ellipse>(shape);
    }
  }
  return result;
}

TEST(Ticks, AreRoundNumbers) {
  EXPECT_THAT(linear_ticks(0.0, 10.0, 6), Pointwise(DoubleNear(1e-12), {0, 2, 4, 6, 8, 10}));
  EXPECT_THAT(linear_ticks(-0.07, 0.21, 7),
              Pointwise(DoubleNear(1e-12), {-0.05, 0.0, 0.05, 0.1, 0.15, 0.2}));
  EXPECT_THAT(log_ticks(0.001, 1.0, 4), Pointwise(DoubleNear(1e-12), {0.001, 0.01, 0.1, 1.0}));
  EXPECT_THAT(log_ticks(0.9, 11.0, 6), Pointwise(DoubleNear(1e-12), {1, 2, 5, 10}));
  EXPECT_THAT(log_ticks(1e-12, 1.0, 4),
              testing::SizeIs(testing::AllOf(testing::Ge(2u), testing::Le(4u))));
}

TEST(Ticks, LabelsShareTheirDecimals) {
  EXPECT_THAT(tick_labels({0.0, 0.5, 1.0}), ElementsAre("0.0", "0.5", "1.0"));
  EXPECT_THAT(tick_labels({0, 20, 40}), ElementsAre("0", "20", "40"));
  EXPECT_THAT(tick_labels({0.001, 0.01, 0.1}), ElementsAre("0.001", "0.01", "0.1"));
  EXPECT_THAT(tick_labels({9e-5, 9.5e-5, 1e-4}), ElementsAre("9.00e-05", "9.50e-05", "1.00e-04"));
}

RC_GTEST_PROP(Ticks, StayInsideAndFit, ()) {
  const double low = 0.001 * *rc::gen::inRange(-100000, 100000);
  const double length = 1e-4 * *rc::gen::inRange(1, 1000000);
  const int most = *rc::gen::inRange(2, 12);
  const auto ticks = linear_ticks(low, low + length, most);
  RC_ASSERT(ticks.size() <= static_cast<std::size_t>(most));
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    RC_ASSERT(ticks[i] >= low - 1e-6 * length && ticks[i] <= low + length * (1.0 + 1e-6));
    if (i > 0) RC_ASSERT(ticks[i] > ticks[i - 1]);
  }
}

TEST(Plot, LinesFollowTheData) {
  const Drawn plot = drawn(figure_of({1.0, 3.0, 2.0}));
  ASSERT_THAT(plot.lines, ElementsAre(2u, 3u));
  const std::vector<Point> p(plot.points.begin() + 2, plot.points.end());
  EXPECT_NEAR(p[1].x - p[0].x, p[2].x - p[1].x, 1e-9);
  EXPECT_GT(p[1].x, p[0].x);
  EXPECT_NEAR(p[0].y - p[1].y, 2.0 * (p[2].y - p[1].y), 1e-9);  // y up
  EXPECT_GT(p[0].y, p[1].y);
}

TEST(Plot, LogarithmicAxisSpacesDecadesEvenly) {
  const Drawn plot = drawn(figure_of({0.01, 0.1, 1.0}, true));
  const std::vector<Point> p(plot.points.begin() + 2, plot.points.end());
  EXPECT_NEAR(p[0].y - p[1].y, p[1].y - p[2].y, 1e-9);
}

TEST(Plot, MissingValuesAreGaps) {
  Drawn plot = drawn(figure_of({1, 2, kNan, 3, kNan, 4, 5, 6}));
  EXPECT_THAT(plot.lines, ElementsAre(2u, 2u, 3u));
  EXPECT_EQ(plot.dots, 1u);
  plot = drawn(figure_of({1, 2, 0.0, 3, 4, -1.0, INFINITY}, true));
  EXPECT_THAT(plot.lines, ElementsAre(2u, 2u, 2u));
}

TEST(Plot, WithoutGapsOneLineJoinsWhatWasMeasured) {
  const double none = std::nan("");
  const Series joined = without_gaps({"loss", {1, 2, 3, 4, 5}, {none, 7, none, none, 2}, {}, true});
  EXPECT_EQ(joined.x, (std::vector<double>{2, 5}));
  EXPECT_EQ(joined.y, (std::vector<double>{7, 2}));
  EXPECT_EQ(joined.label, "loss");
  EXPECT_TRUE(joined.dashed);
  EXPECT_TRUE(without_gaps({"", {1}, {none}, {}, false}).x.empty());
}

TEST(Plot, DrawsTheOddestData) {
  for (const bool log_y : {false, true}) {
    for (const std::vector<double>& y : {std::vector<double>{},
                                         {5.0},
                                         {0.0},
                                         {0.1, 0.1, 0.1},
                                         {kNan, kNan},
                                         {-1.0, -2.0},
                                         {1e-300, 1e300},
                                         {1e15, 1e15 + 1.0}}) {
      for (const Layer& layer : draw_figure(figure_of(y, log_y)).layers) {
        for (const Shape& shape : layer.shapes) {
          const auto* line = std::get_if<Polyline>(&shape);
          if (line == nullptr) continue;
          for (const Point& p : line->points)
            EXPECT_TRUE(std::isfinite(p.x + p.y))
                << "log " << log_y << ", first " << (y.empty() ? 0.0 : y[0]);
        }
      }
    }
  }
}

TEST(Plot, LabelsDoNotOverlap) {
  for (const double scale : {1.0, 1e-7, 12345678.0}) {
    Figure figure = figure_of({1.0 * scale, 2.0 * scale});
    figure.axes[0].series[0].x = {0.0, 987654.0 * scale};
    std::vector<Label> below;
    for (const Layer& layer : draw_figure(figure).layers) {
      for (const Shape& shape : layer.shapes) {
        const auto* label = std::get_if<Label>(&shape);
        if (label && label->anchor == Anchor::kCentre && !label->upward && label->text != "epoch") {
          below.push_back(*label);
        }
      }
    }
    ASSERT_GE(below.size(), 2u);
    for (std::size_t i = 1; i < below.size(); ++i) {
      const double room = 0.5 * (text_width(below[i].text, below[i].size) +
                                 text_width(below[i - 1].text, below[i - 1].size));
      EXPECT_GT(below[i].at.x - below[i - 1].at.x, room + 4.0);
    }
  }
}

TEST(Plot, WritesEachFormat) {
  const test::TemporaryFolder folder;
  Figure figure = figure_of({1, 2, 3});
  figure.title = "a run";
  figure.axes.push_back(figure.axes[0]);
  figure.axes.push_back(figure.axes[0]);
  write_figure(folder / "a.png", figure);
  const Image image = test::read_png(folder / "a.png");
  EXPECT_EQ(image.width, 880);
  EXPECT_EQ(image.height, 634);
  EXPECT_GT(test::count_pixels(image, packed(kRed), 30), 600);
  write_figure(folder / "a.svg", figure);
  EXPECT_THAT(read_file(folder / "a.svg"), testing::HasSubstr("</svg>"));
  write_figure(folder / "a.pdf", figure);
  EXPECT_TRUE(read_file(folder / "a.pdf").starts_with("%PDF-"));
  EXPECT_THROW(write_figure(folder / "a.jpg", figure), UsageError);
  EXPECT_THROW(write_figure(folder / "no" / "a.png", figure), OutputError);
}

TEST(Plot, RefusesNonsense) {
  EXPECT_THROW(static_cast<void>(draw_figure({})), UsageError);
  Figure figure = figure_of({1, 2});
  figure.axes[0].series[0].x.pop_back();
  EXPECT_THROW(static_cast<void>(draw_figure(figure)), UsageError);
  figure = figure_of({1, 2});
  figure.axes_width = 10;
  EXPECT_THROW(static_cast<void>(draw_figure(figure)), UsageError);
}

}  // namespace
}  // namespace poseaae::render
