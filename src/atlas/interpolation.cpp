#include "poseaae/atlas/interpolation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/footing/standing.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/interpolation.hpp"
#include "poseaae/metrics/gamma.hpp"
#include "poseaae/render/plot.hpp"

namespace poseaae::atlas {

namespace {

using latent::Interpolation;

Batch way(const Eigen::VectorXf& a, const Eigen::VectorXf& b, int frames, Interpolation kind) {
  Batch points(frames, a.size());
  for (int t = 0; t < frames; ++t) {
    points.row(t) =
        latent::interpolate(kind, a, b, static_cast<double>(t) / (frames - 1)).transpose();
  }
  return points;
}

Eigen::VectorXd norms(const Batch& white) { return white.cast<double>().rowwise().norm(); }

/// The rows of `points` that stand for `columns` even steps.
std::vector<int> picked(const Batch& points, int columns) {
  std::vector<int> rows;
  for (int c = 0; c < columns; ++c) {
    rows.push_back(static_cast<int>(std::lround(
        static_cast<double>(c) * static_cast<double>(points.rows() - 1) / (columns - 1))));
  }
  return rows;
}

GridRow grid_row(const codec::PoseAutoencoder& model, const std::string& label,
                 const std::string& note, const Batch& points, const Eigen::VectorXd& norms,
                 const std::vector<int>& rows) {
  GridRow row{label, note, stand_poses(model, points(rows, Eigen::all)), {}};
  for (const int r : rows) row.captions.push_back(fmt::format("|e| = {:.2f}", norms[r]));
  return row;
}

render::Picture norm_plot(const InterpolationComparison& comparison, int width) {
  const auto frames = static_cast<int>(comparison.line_norms.size());
  std::vector<double> t;
  for (int i = 0; i < frames; ++i) t.push_back(static_cast<double>(i) / (frames - 1));
  const auto series = [&](const char* label, const Eigen::VectorXd& y, render::Colour colour) {
    return render::Series{label, t, {y.begin(), y.end()}, colour, false};
  };
  const auto level = [&](const std::string& label, double y, bool dashed) {
    return render::Series{label, {0.0, 1.0}, {y, y}, render::kQuiet, dashed};
  };
  const auto dim = comparison.line.dim();
  render::Figure figure;
  figure.columns = 1;
  figure.axes_width = width;
  figure.axes_height = 250;
  figure.axes = {{"",
                  "way from the first pose to the last",
                  "|e|",
                  false,
                  {series("straight line (lerp)", comparison.line_norms, render::kSecond),
                   series("arc (slerp)", comparison.arc_norms, render::kFirst),
                   level(fmt::format("shell, sqrt({}) = {:.2f}", dim, comparison.shell),
                         comparison.shell, true),
                   level("95 % of N(0, I) lie between", metrics::chi_quantile(dim, 0.025), false),
                   level("", metrics::chi_quantile(dim, 0.975), false)}}};
  return render::draw_figure(figure);
}

}  // namespace

InterpolationComparison compare_interpolations(const codec::LatentStatistics& statistics,
                                               const Eigen::VectorXf& a, const Eigen::VectorXf& b,
                                               int frames, double fps) {
  require_between("interpolation", frames, 2, 100'000, " frames");
  const latent::LatentGaussian space(statistics);
  Batch ends(2, a.size());
  if (a.size() != b.size()) {
    throw UsageError(fmt::format(
        "interpolation: expected both ends to have the same number of latents, found {} and {}",
        a.size(), b.size()));
  }
  ends.row(0) = a.transpose();
  ends.row(1) = b.transpose();
  const Batch white = space.whiten(ends);
  const Eigen::VectorXf from = white.row(0), to = white.row(1);
  const Batch arc = way(from, to, frames, Interpolation::kSlerp);
  InterpolationComparison comparison;
  // The line is the same in both spaces; done in the whitened one, both have the same rounding.
  const Batch line = way(from, to, frames, Interpolation::kLerp);
  comparison.line = {space.unwhiten(line), fps};
  comparison.arc = {space.unwhiten(arc), fps};
  comparison.line_norms = norms(line);
  comparison.arc_norms = norms(arc);
  comparison.shell = std::sqrt(static_cast<double>(a.size()));
  return comparison;
}

render::Picture draw_interpolation(const codec::PoseAutoencoder& model,
                                   const InterpolationComparison& comparison, int columns,
                                   const GridStyle& style) {
  require_between("interpolation", columns, 2, 1000, " columns");
  const std::vector<int> rows = picked(comparison.line.points, columns);
  PoseGrid grid;
  grid.title = "The straight line and the arc between two poses";
  grid.subtitle = fmt::format(
      "|e|: distance from the mean of the model's poses in whitened latents; most poses lie near "
      "sqrt({}) = {:.2f}",
      comparison.line.dim(), comparison.shell);
  grid.rows = {
      grid_row(model, "straight line", "lerp", comparison.line.points, comparison.line_norms, rows),
      grid_row(model, "arc", "slerp", comparison.arc.points, comparison.arc_norms, rows)};
  const render::Picture poses = pose_grid(grid, style);
  const render::Picture plot = norm_plot(comparison, std::max(poses.width - 24, 320));
  render::Sheet sheet;
  sheet.place(poses, 0.0, 0.0);
  sheet.place(plot, 12.0, poses.height);
  return std::move(sheet).finish(poses.width, poses.height + plot.height + 8);
}

render::Scene interpolation_film(const codec::PoseAutoencoder& model,
                                 const InterpolationComparison& comparison) {
  const auto shown = [&](const latent::LatentPath& path) {
    if (!model.format().window()) {
      return latent::decode(model, path, {.travel = latent::Travel::kNone});
    }
    // Each point is a pose on the way, not a window of a motion.
    const codec::PoseFormat single(model.skeleton());
    return footing::plant_on_floor(single.motion_of(model.decode_poses(path.points), path.fps));
  };
  return render::Scene(
      {{"straight line (lerp)", shown(comparison.line)}, {"arc (slerp)", shown(comparison.arc)}});
}

std::string interpolation_csv(const InterpolationComparison& comparison) {
  CsvTable table{{"t", "line_norm", "arc_norm", "shell"}, {}};
  const auto frames = comparison.line_norms.size();
  for (Eigen::Index i = 0; i < frames; ++i) {
    table.rows.push_back({static_cast<double>(i) / static_cast<double>(frames - 1),
                          comparison.line_norms[i], comparison.arc_norms[i], comparison.shell});
  }
  return format_csv(table);
}

}  // namespace poseaae::atlas
