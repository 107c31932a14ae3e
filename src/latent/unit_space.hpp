#pragma once

#include <Eigen/Core>
#include <cmath>
#include <optional>
#include <string>

#include "poseaae/base/random.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/sampling.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::latent {

/// Nearer to the mean than this, whitened, a latent has no direction but that of rounding.
inline constexpr double kNowhere = 1e-3;

/// z = m + spread S x: where walks and loops are made, with x ~ N(0, I) the model's own law at a
/// spread of 1; and where they begin, if that is given, or drawn by another law.
struct UnitSpace {
  const LatentGaussian& space;
  const std::optional<Eigen::VectorXf>& start;
  const Draw& draw;
  double spread;

  /// Whether there is a point that is not of the law of x.
  [[nodiscard]] bool has_point() const { return start.has_value() || draw; }

  [[nodiscard]] std::optional<Eigen::VectorXd> start_point() const {
    if (!start) return std::nullopt;
    return Eigen::VectorXd(space.whiten(start->transpose()).row(0).cast<double>() / spread);
  }
  /// x of a point that is drawn, as far out in x as the point itself is at a spread of 1.
  [[nodiscard]] Eigen::VectorXd drawn(Random& random) const {
    const Eigen::RowVectorXf z = draw(random).cast<float>().transpose();
    return space.whiten(z).row(0).cast<double>();
  }
  [[nodiscard]] Eigen::VectorXd start_or_sample(Random& random) const {
    if (start) return *start_point();
    return draw ? drawn(random) : normal(space.dim(), random);
  }
  /// Of points x (T, Z); the first one is the start, to the bit, where there is one.
  [[nodiscard]] Batch latents(const Eigen::MatrixXd& x) const {
    Batch z = space.unwhiten((spread * x).cast<float>());
    if (start) z.row(0) = *start;
    return z;
  }

  [[nodiscard]] static Eigen::VectorXd normal(int dim, Random& random) {
    Eigen::VectorXd noise(dim);
    for (double& value : noise) value = random.normal();
    return noise;
  }
};

}  // namespace poseaae::latent
