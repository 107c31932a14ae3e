#include "poseaae/atlas/shell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/metrics/gamma.hpp"
#include "poseaae/render/plot.hpp"
#include "poseaae/render/sheet.hpp"

namespace poseaae::atlas {

namespace {

constexpr std::array kDimensions{2, 8, 16, 32, 64, 128, 256, 512};

/// "0.12", "0.00024", "1.5e-23"
std::string probability_text(double p) {
  if (p == 0.0) return "< 1e-300";
  return p < 1e-4 ? fmt::format("{:.1e}", p) : fmt::format("{:.2g}", p);
}

/// The norm over sqrt(Z), so that all shells lie at 1, and its density to that measure.
render::Series density_series(const Shell& shell) {
  constexpr double kFarthest = 2.2;
  constexpr int kPoints = 330;
  render::Series series{fmt::format("Z = {}", shell.dim), {}, {}, {}, false};
  for (int i = 0; i <= kPoints; ++i) {
    const double x = kFarthest * i / kPoints;
    series.x.push_back(x);
    series.y.push_back(shell.radius * shell.density(shell.radius * x));
  }
  return series;
}

/// A histogram as a line of steps.
render::Series histogram(const std::vector<double>& norms, double radius) {
  constexpr double kBin = 0.05;
  std::vector<double> bins;
  for (const double norm : norms) {
    const auto bin = static_cast<std::size_t>(norm / radius / kBin);
    if (bin >= bins.size()) bins.resize(bin + 1);
    bins[bin] += 1.0 / (static_cast<double>(norms.size()) * kBin);
  }
  render::Series series{"|e| of the encodings", {0.0}, {0.0}, render::kInk, false};
  for (std::size_t i = 0; i < bins.size(); ++i) {
    for (const std::size_t edge : {i, i + 1}) {
      series.x.push_back(static_cast<double>(edge) * kBin);
      series.y.push_back(bins[i]);
    }
  }
  return series;
}

render::Axes density_axes(const std::vector<ShellRow>& rows) {
  render::Axes axes{"Distance of the points from the centre, scaled so that the shell is at 1",
                    "|z| / sqrt(Z)",
                    "density",
                    false,
                    {}};
  double highest = 0.0;
  const std::size_t stride = rows.size() > 5 ? 2 : 1;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % stride != 0 && !rows[i].measured) continue;
    axes.series.push_back(density_series(rows[i].theory));
    const auto& y = axes.series.back().y;
    highest = std::max(highest, *std::max_element(y.begin(), y.end()));
  }
  const double middle = 1.0 / std::numbers::sqrt2;
  axes.series.push_back(
      {"middle of a straight line", {middle, middle}, {0.0, highest}, render::kQuiet, true});
  for (const ShellRow& row : rows) {
    if (row.measured) axes.series.push_back(histogram(row.measured->norms, row.theory.radius));
  }
  return axes;
}

}  // namespace

Shell Shell::of(int dim) {
  Shell shell;
  shell.dim = dim;
  shell.mean_norm = metrics::chi_mean(dim);
  shell.radius = std::sqrt(static_cast<double>(dim));
  shell.deviation = std::sqrt(dim - shell.mean_norm * shell.mean_norm);
  shell.midpoint_norm = shell.mean_norm / std::numbers::sqrt2;
  shell.midpoint_probability = metrics::chi_cdf(dim, shell.midpoint_norm);
  return shell;
}

double Shell::density(double r) const {
  if (!(r > 0.0)) return r == 0.0 && dim == 1 ? std::sqrt(2.0 / std::numbers::pi) : 0.0;
  return std::exp((1.0 - 0.5 * dim) * std::numbers::ln2 + (dim - 1) * std::log(r) - 0.5 * r * r -
                  std::lgamma(0.5 * dim));
}

double Shell::quantile(double p) const { return metrics::chi_quantile(dim, p); }

MeasuredShell measure_shell(const codec::LatentStatistics& statistics, const Batch& latents,
                            std::uint64_t seed) {
  const auto count = static_cast<int>(latents.rows());
  if (count < 2)
    throw UsageError(fmt::format("shell: expected at least 2 encodings, found {}", count));
  const Eigen::MatrixXd white = latent::LatentGaussian(statistics).whiten(latents).cast<double>();
  const Eigen::VectorXd norms = white.rowwise().norm();
  MeasuredShell shell;
  shell.count = count;
  shell.norms.assign(norms.begin(), norms.end());
  shell.mean_norm = norms.mean();
  shell.deviation = std::sqrt((norms.array() - shell.mean_norm).square().sum() / (count - 1));
  Random random(seed);
  double sum = 0.0;
  for (int pair = 0; pair < count; ++pair) {
    const auto i = static_cast<Eigen::Index>(random.below(static_cast<std::uint64_t>(count)));
    auto j = static_cast<Eigen::Index>(random.below(static_cast<std::uint64_t>(count - 1)));
    if (j >= i) ++j;
    sum += 0.5 * (white.row(i) + white.row(j)).norm();
  }
  shell.midpoint_norm = sum / count;
  shell.midpoint_share =
      static_cast<double>((norms.array() <= shell.midpoint_norm).count()) / count;
  return shell;
}

std::vector<ShellRow> shell_table(int own, const std::optional<MeasuredShell>& measured) {
  std::vector<int> dimensions(kDimensions.begin(), kDimensions.end());
  if (own > 0) dimensions.push_back(own);
  std::sort(dimensions.begin(), dimensions.end());
  dimensions.erase(std::unique(dimensions.begin(), dimensions.end()), dimensions.end());
  std::vector<ShellRow> rows;
  for (const int dim : dimensions) {
    rows.push_back({Shell::of(dim), dim == own ? measured : std::nullopt});
  }
  return rows;
}

std::string format_shell_table(const std::vector<ShellRow>& rows) {
  std::string text = fmt::format("{:>9} {:>8} {:>9} {:>9} {:>9} {:>14}\n", "dimension", "sqrt(Z)",
                                 "mean |z|", "deviation", "midpoint", "as close");
  for (const ShellRow& row : rows) {
    const Shell& shell = row.theory;
    text += fmt::format("{:>9} {:>8.3f} {:>9.3f} {:>9.3f} {:>9.3f} {:>14}\n", shell.dim,
                        shell.radius, shell.mean_norm, shell.deviation, shell.midpoint_norm,
                        probability_text(shell.midpoint_probability));
    if (!row.measured) continue;
    const MeasuredShell& found = *row.measured;
    text +=
        fmt::format("{:>9} {:>8} {:>9.3f} {:>9.3f} {:>9.3f} {:>14}  of {} encodings, whitened\n",
                    "measured", "", found.mean_norm, found.deviation, found.midpoint_norm,
                    probability_text(found.midpoint_share), found.count);
  }
  return text +
         "\nN(0, I) lies in a shell of radius sqrt(Z). midpoint: distance from the centre to the "
         "middle of a\nstraight line between two random points; as close: share of all points that "
         "lie as close to the centre.\n";
}

std::string shell_csv(const std::vector<ShellRow>& rows) {
  CsvTable table{{"dimension", "sqrt_dimension", "mean_norm", "deviation", "midpoint_norm",
                  "midpoint_probability", "measured_mean_norm", "measured_deviation",
                  "measured_midpoint_norm", "measured_midpoint_share", "encodings"},
                 {}};
  for (const ShellRow& row : rows) {
    const Shell& shell = row.theory;
    std::vector<double> cells{static_cast<double>(shell.dim),
                              shell.radius,
                              shell.mean_norm,
                              shell.deviation,
                              shell.midpoint_norm,
                              shell.midpoint_probability};
    if (row.measured) {
      const MeasuredShell& found = *row.measured;
      cells.insert(cells.end(), {found.mean_norm, found.deviation, found.midpoint_norm,
                                 found.midpoint_share, static_cast<double>(found.count)});
    }
    cells.resize(table.columns.size(), std::numeric_limits<double>::quiet_NaN());
    table.rows.push_back(std::move(cells));
  }
  return format_csv(table);
}

render::Picture draw_shell(const std::vector<ShellRow>& rows) {
  render::Series probability{"", {}, {}, {}, false};
  const int last = rows.empty() ? 2 : rows.back().theory.dim;
  for (int dim = 2; dim <= last; dim += std::max(1, last / 128)) {
    probability.x.push_back(dim);
    probability.y.push_back(Shell::of(dim).midpoint_probability);
  }
  render::Figure figure;
  figure.title = "The shell: in many dimensions, the centre of N(0, I) is empty";
  figure.axes_width = 560;
  figure.axes_height = 360;
  figure.axes = {density_axes(rows),
                 {"Share of all points that lie as close to the centre as that middle",
                  "dimension Z",
                  "probability",
                  true,
                  {probability}}};
  return render::draw_figure(figure);
}

}  // namespace poseaae::atlas
