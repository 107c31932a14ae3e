#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "panels.hpp"
#include "poseaae/math/normal.hpp"

namespace poseaae::evaluation {

namespace {

constexpr int kMaxShown = 16;
constexpr int kColumns = 8;
constexpr double kReach = 3.5;  // of the axis, standard deviations
constexpr int kBins = 28;

/// Density of each bin over [-kReach, kReach]; what lies beyond is in the outermost.
std::vector<double> histogram(const Eigen::VectorXf& values) {
  std::vector<double> bins(kBins, 0.0);
  const double width = 2.0 * kReach / kBins;
  for (const float value : values) {
    const double place = std::floor((static_cast<double>(value) + kReach) / width);
    const auto bin = static_cast<std::size_t>(std::clamp(place, 0.0, kBins - 1.0));
    bins[bin] += 1.0 / (static_cast<double>(values.size()) * width);
  }
  return bins;
}

/// Dimensions to show: all in order, or those farthest from the prior first.
std::vector<Eigen::Index> chosen(const Eigen::VectorXd& ks) {
  std::vector<Eigen::Index> order(static_cast<std::size_t>(ks.size()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  if (ks.size() <= kMaxShown) return order;
  std::stable_sort(order.begin(), order.end(),
                   [&](Eigen::Index a, Eigen::Index b) { return ks[a] > ks[b]; });
  order.resize(kMaxShown);
  return order;
}

void draw_histogram(Sheet& sheet, const Viewport& area, const Eigen::VectorXf& values) {
  constexpr double kHighest = 0.75;  // density at the top
  const double bottom = area.y + area.height;
  const double step = area.width / kBins;
  const auto height = [&](double density) {
    return area.height * std::min(density / kHighest, 1.0);
  };
  const std::vector<double> bins = histogram(values);
  for (int b = 0; b < kBins; ++b) {
    const double tall = height(bins[static_cast<std::size_t>(b)]);
    if (tall < 0.3) continue;
    sheet.box({area.x + b * step, bottom - tall, step - 0.6, tall}, kFirst, 0.55);
  }
  std::vector<Point> curve;
  constexpr int kPoints = 60;
  for (int i = 0; i <= kPoints; ++i) {
    const double x = kReach * (2.0 * i / kPoints - 1.0);
    curve.push_back({area.x + area.width * i / kPoints, bottom - height(math::normal_density(x))});
  }
  sheet.line(std::move(curve), kSecond, 1.6);
  sheet.line({{area.x, bottom}, {area.x + area.width, bottom}}, kRule);
}

/// Blue below zero, orange above, white at it.
Colour shade(double value) {
  return render::mix(kPaper, value < 0.0 ? kFirst : kSecond, std::abs(value));
}

Eigen::MatrixXd covariance_of(const Batch& latents) {
  const Eigen::MatrixXd z = latents.cast<double>();
  const Eigen::MatrixXd centred = z.rowwise() - z.colwise().mean();
  return centred.transpose() * centred /
         static_cast<double>(std::max<Eigen::Index>(1, latents.rows() - 1));
}

}  // namespace

void draw_latents(Sheet& sheet, const Viewport& area, const Details& details) {
  const std::vector<Eigen::Index> dims = chosen(details.ks);
  const bool all = static_cast<Eigen::Index>(dims.size()) == details.ks.size();
  const Viewport inside =
      sheet.panel(area, "Encodings of held-out poses, and N(0, 1)",
                  all ? "KS distance of each"
                      : fmt::format("the {} farthest of {}", dims.size(), details.ks.size()));
  const int rows = (static_cast<int>(dims.size()) + kColumns - 1) / kColumns;
  const double width = inside.width / kColumns;
  const double height = inside.height / rows;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    const double x = inside.x + static_cast<double>(i % kColumns) * width;
    const double y = inside.y + static_cast<double>(i / kColumns) * height;
    sheet.text({x, y + 11.0}, fmt::format("z{}", dims[i]), Anchor::kLeft, kInk, kSmall, true);
    sheet.text({x + width - 12.0, y + 11.0}, fmt::format("{:.3f}", details.ks[dims[i]]),
               Anchor::kRight, kQuiet, kSmall);
    draw_histogram(sheet, {x, y + 16.0, width - 12.0, height - 26.0}, details.latents.col(dims[i]));
  }
}

void draw_covariance(Sheet& sheet, const Viewport& area, const Details& details) {
  const Viewport inside = sheet.panel(area, "Covariance", "the prior's: 1 on the diagonal, else 0");
  const Eigen::MatrixXd covariance = covariance_of(details.latents);
  constexpr double kScaleRoom = 26.0;
  const double side = std::min(inside.width, inside.height - kScaleRoom);
  const double cell = side / static_cast<double>(covariance.rows());
  const double gap = cell > 8.0 ? 1.0 : 0.0;
  const double largest = std::max(1.0, covariance.cwiseAbs().maxCoeff());
  for (Eigen::Index r = 0; r < covariance.rows(); ++r) {
    for (Eigen::Index c = 0; c < covariance.cols(); ++c) {
      sheet.box({inside.x + static_cast<double>(c) * cell, inside.y + static_cast<double>(r) * cell,
                 cell - gap, cell - gap},
                shade(covariance(r, c) / largest));
    }
  }
  sheet.line({{inside.x, inside.y},
              {inside.x + side, inside.y},
              {inside.x + side, inside.y + side},
              {inside.x, inside.y + side},
              {inside.x, inside.y}},
             kRule);
  constexpr int kSteps = 60;
  const double y = inside.y + side + 8.0;
  const double width = 0.5 * side;
  for (int i = 0; i < kSteps; ++i) {
    sheet.box({inside.x + width * i / kSteps, y, width / kSteps + 0.5, 9.0},
              shade(2.0 * i / (kSteps - 1) - 1.0));
  }
  sheet.text({inside.x + width + 8.0, y + 8.5}, fmt::format("{:.2g} to {:.2g}", -largest, largest),
             Anchor::kLeft, kQuiet, kSmall);
}

}  // namespace poseaae::evaluation
