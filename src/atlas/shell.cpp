#include "poseaae/atlas/shell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "poseaae/core/csv.hpp"
#include "poseaae/core/error.hpp"
#include "poseaae/core/random.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/metrics/gamma.hpp"
#include "poseaae/render/plot.hpp"

namespace poseaae::atlas {

namespace {

constexpr std::array kDimensions{2, 8, 16, 32, 64, 128, 256, 512};

/// "0.12", "0.00024", "1.5e-23"
std::string probability_text(double p) {
  if (p == 0.0) return "< 1e-300";
  return p < 1e-4 ? fmt::format("{:.1e}", p) : fmt::format("{:.2g}", p);
}

render::Axes norms_axes(const std::vector<ShellRow>& rows) {
  render::Series shell{"sqrt(Z)", {}, {}, {}, true};
  render::Series mean{"mean |z|", {}, {}, {}, false};
  render::Series middle{"mean |(a + b) / 2|", {}, {}, {}, false};
  render::Series measured{"mean |w| of the encodings", {}, {}, {}, false};
  constexpr double kGap = std::numeric_limits<double>::quiet_NaN();
  for (const ShellRow& row : rows) {
    const double dim = row.theory.dim;
    for (auto* series : {&shell, &mean, &middle}) series->x.push_back(dim);
    shell.y.push_back(row.theory.radius);
    mean.y.push_back(row.theory.mean_norm);
    middle.y.push_back(row.theory.midpoint_norm);
    if (!row.measured) continue;
    measured.x = {dim, dim};
    measured.y = {row.measured->mean_norm, kGap};  // alone: a dot
  }
  render::Axes axes{"Where N(0, I) is, and where straight lines have their middle",
                    "dimension Z",
                    "distance from the centre",
                    false,
                    {shell, mean, middle}};
  if (!measured.x.empty()) axes.series.push_back(measured);
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

double Shell::quantile(double p) const { return metrics::chi_quantile(dim, p); }

MeasuredShell measure_shell(const model::LatentStatistics& statistics, const Batch& latents,
                            std::uint64_t seed) {
  const auto count = static_cast<int>(latents.rows());
  if (count < 2)
    throw UsageError(fmt::format("shell: expected at least 2 encodings, found {}", count));
  const Eigen::MatrixXd white = latent::LatentGaussian(statistics).whiten(latents).cast<double>();
  const Eigen::VectorXd norms = white.rowwise().norm();
  MeasuredShell shell;
  shell.count = count;
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
                                 "mean |z|", "deviation", "midpoint", "as near centre");
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
         "\nN(0, I) lies in a shell of radius sqrt(Z). midpoint: where the straight line between "
         "two "
         "random\npoints has its middle; as near centre: the share of all points that lie as "
         "near.\n";
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
  for (const ShellRow& row : rows) {
    probability.x.push_back(row.theory.dim);
    probability.y.push_back(row.theory.midpoint_probability);
  }
  render::Figure figure;
  figure.title = "The shell: in many dimensions, the centre of N(0, I) is empty";
  figure.axes_width = 560;
  figure.axes_height = 360;
  figure.axes = {norms_axes(rows),
                 {"Share of the prior as near the centre as that middle",
                  "dimension Z",
                  "probability",
                  true,
                  {probability}}};
  return render::draw_figure(figure);
}

}  // namespace poseaae::atlas
