#include "poseaae/atlas/traversal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/math/symmetric_eigen.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::atlas {

namespace {

/// A direction of unit length and how far the encodings spread along it.
struct Axis {
  int number;
  std::string label;
  Eigen::VectorXd direction;
  double deviation;
};

std::vector<Axis> axes_of(const codec::LatentStatistics& latent, TraversalAxes kind) {
  const auto dim = static_cast<int>(latent.mean.size());
  std::vector<Axis> axes;
  if (kind == TraversalAxes::kDimensions) {
    const Eigen::VectorXd deviation = latent.standard_deviation();
    for (int d = 0; d < dim; ++d) {
      axes.push_back({d, fmt::format("z{}", d), Eigen::VectorXd::Unit(dim, d), deviation[d]});
    }
    return axes;
  }
  const math::SymmetricEigen eigen(latent.covariance);
  for (int k = 0; k < dim; ++k) {
    const int column = dim - 1 - k;  // eigenvalues come ascending
    Eigen::VectorXd direction = eigen.eigenvectors().col(column);
    Eigen::Index largest = 0;
    direction.cwiseAbs().maxCoeff(&largest);
    if (direction[largest] < 0.0) direction = -direction;
    axes.push_back({k + 1, fmt::format("axis {}", k + 1), std::move(direction),
                    std::sqrt(std::max(eigen.eigenvalues()[column], 0.0))});
  }
  return axes;
}

/// Mean distance of the joints but the root between the first row and the last, centimetres.
double displacement_cm(const codec::PoseAutoencoder& model, const Batch& latents) {
  const Eigen::Index joints = model.skeleton().joints();
  if (joints < 2) return 0.0;
  Batch ends(2, latents.cols());
  ends.row(0) = latents.row(0);
  ends.row(1) = latents.row(latents.rows() - 1);
  const Batch poses = model.decode_poses(ends);
  Batch positions(2, 3 * joints);
  mocap::forward_kinematics<float>(model.skeleton(),
                                   {poses.data(), static_cast<std::size_t>(poses.size())},
                                   {positions.data(), static_cast<std::size_t>(positions.size())});
  double sum = 0.0;
  for (Eigen::Index j = 1; j < joints; ++j) {
    sum += (positions.row(1).segment(3 * j, 3) - positions.row(0).segment(3 * j, 3)).norm();
  }
  return 100.0 * sum / static_cast<double>(joints - 1);
}

}  // namespace

void TraversalOptions::validate() const {
  require_between("traversal", columns, 2, 1000, " columns");
  require_between("traversal: reach", reach, 1e-3, 1e3, " standard deviations");
  require_between("traversal", rows, 0, 100'000, " rows (0 for all)");
}

Traversal traverse(const codec::PoseAutoencoder& model, const TraversalOptions& options) {
  options.validate();
  Traversal traversal;
  for (int k = 0; k < options.columns; ++k) {
    traversal.steps.push_back(options.reach * (2.0 * k / (options.columns - 1) - 1.0));
  }
  for (const Axis& axis : axes_of(model.latent(), options.axes)) {
    Traversal::Row row{axis.label, axis.number, axis.deviation,
                       Batch(options.columns, model.latent_dim()), 0.0};
    for (int k = 0; k < options.columns; ++k) {
      row.latents.row(k) =
          (model.latent().mean + traversal.steps[k] * axis.deviation * axis.direction)
              .cast<float>()
              .transpose();
    }
    row.displacement_cm = displacement_cm(model, row.latents);
    traversal.rows.push_back(std::move(row));
  }
  if (options.sorted) {
    std::stable_sort(
        traversal.rows.begin(), traversal.rows.end(),
        [](const auto& a, const auto& b) { return a.displacement_cm > b.displacement_cm; });
  }
  if (options.rows > 0 && static_cast<std::size_t>(options.rows) < traversal.rows.size()) {
    traversal.rows.resize(static_cast<std::size_t>(options.rows));
  }
  return traversal;
}

render::Picture draw_traversal(const codec::PoseAutoencoder& model, const Traversal& traversal,
                               const GridStyle& style) {
  PoseGrid grid;
  grid.title = "What each direction of the latent space does";
  grid.subtitle =
      "around the mean pose, in standard deviations; beside each name, how far the joints move "
      "from end to end on average";
  for (const double step : traversal.steps) {
    grid.columns.push_back(std::abs(step) < 1e-9 ? "mean" : fmt::format("{:+.3g}", step));
  }
  for (const Traversal::Row& row : traversal.rows) {
    grid.rows.push_back({row.label, fmt::format("{:.1f} cm", row.displacement_cm),
                         stand_poses(model, row.latents)});
  }
  GridStyle with_centre = style;
  const auto columns = static_cast<int>(traversal.steps.size());
  if (columns % 2 == 1) with_centre.highlight = columns / 2;
  return pose_grid(grid, with_centre);
}

std::string traversal_csv(const Traversal& traversal) {
  CsvTable table{{"axis", "deviation", "displacement_cm"}, {}};
  for (const auto& row : traversal.rows) {
    table.rows.push_back({static_cast<double>(row.axis), row.deviation, row.displacement_cm});
  }
  return format_csv(table);
}

}  // namespace poseaae::atlas
