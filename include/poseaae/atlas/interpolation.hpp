#pragma once

#include <Eigen/Core>
#include <string>

#include "poseaae/atlas/pose_grid.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/render/scene.hpp"

/// The straight line between two latents and the arc, side by side.
namespace poseaae::atlas {

/// The straight line and the arc from a to b, `frames` points each, ends included. In the model's
/// whitened coordinates e (see LatentGaussian), its poses are distributed like N(0, I); the line is
/// straight there as in latent space, and the arc turns at constant speed around the centre of the
/// poses.
struct InterpolationComparison {
  latent::LatentPath line;     ///< (T, Z), latent space
  latent::LatentPath arc;      ///< (T, Z)
  Eigen::VectorXd line_norms;  ///< |e| (T)
  Eigen::VectorXd arc_norms;   ///< |e| (T)
  double shell = 0.0;          ///< sqrt(Z): the root mean square of |e|
};

/// @throws UsageError when Z differs, or frames < 2
[[nodiscard]] InterpolationComparison compare_interpolations(
    const codec::LatentStatistics& statistics, const Eigen::VectorXf& a, const Eigen::VectorXf& b,
    int frames, double fps);

/// Two rows of `columns` poses with |e| under each, and below them the norms along both ways with
/// the shell. @throws UsageError unless columns >= 2
[[nodiscard]] render::Picture draw_interpolation(const codec::PoseAutoencoder& model,
                                                 const InterpolationComparison& comparison,
                                                 int columns = 9, const GridStyle& style = {});

/// The two motions side by side, for write_output().
[[nodiscard]] render::Scene interpolation_film(const codec::PoseAutoencoder& model,
                                               const InterpolationComparison& comparison);

/// The columns t, line_norm, arc_norm and shell as CSV, one row per frame.
[[nodiscard]] std::string interpolation_csv(const InterpolationComparison& comparison);

}  // namespace poseaae::atlas
