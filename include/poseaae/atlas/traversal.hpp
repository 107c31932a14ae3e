#pragma once

#include <string>
#include <vector>

#include "poseaae/atlas/pose_grid.hpp"
#include "poseaae/math/batch.hpp"

/// What each direction of a latent space does to a pose.
namespace poseaae::atlas {

enum class TraversalAxes {
  kDimensions,  ///< the latents themselves: e_d, with the standard deviation of z_d
  kPrincipal    ///< eigenvectors of the latent covariance, with the square roots of its eigenvalues
};

struct TraversalOptions {
  TraversalAxes axes = TraversalAxes::kDimensions;
  int columns = 7;     ///< K >= 2
  double reach = 3.0;  ///< standard deviations to either side
  /// Sort rows by how far they move the joints, farthest first; otherwise they follow the order of
  /// the axes (of variance for principal axes).
  bool sorted = true;
  int rows = 0;  ///< number of rows, from the first; 0 for all

  /// @throws UsageError
  void validate() const;
};

/// Column k of row r is z = m + t_k s_r d_r with t_k from -reach to reach in equal steps, m the
/// model's latent mean, d_r an axis of unit length and s_r the standard deviation along it.
struct Traversal {
  struct Row {
    std::string label;  ///< "z3" or "axis 1"
    int axis = 0;       ///< index of the dimension from 0, or rank of the principal axis from 1
    double deviation = 0.0;  ///< s_r, latent units
    Batch latents;           ///< (K, Z)
    /// Mean over all joints but the root of the distance between their positions at the two ends,
    /// with the root fixed.
    double displacement_cm = 0.0;
  };
  std::vector<double> steps;  ///< t (K)
  std::vector<Row> rows;
};

/// @throws UsageError (see validate)
[[nodiscard]] Traversal traverse(const codec::PoseAutoencoder& model,
                                 const TraversalOptions& options = {});

/// One row per axis, with headings in standard deviations and the displacement in centimetres under
/// each label.
[[nodiscard]] render::Picture draw_traversal(const codec::PoseAutoencoder& model,
                                             const Traversal& traversal,
                                             const GridStyle& style = {});

/// The columns axis, deviation and displacement_cm as CSV, one row per axis.
[[nodiscard]] std::string traversal_csv(const Traversal& traversal);

}  // namespace poseaae::atlas
