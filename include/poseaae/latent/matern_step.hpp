#pragma once

namespace poseaae::latent {

/// A step of the walk "matern" in one dimension: from (x, v) to (x, v) a time dt later, v in units
/// of L and of the stationary law N(0, I), exactly (walk.hpp). With F the drift of (x, x') and P =
/// diag(1, L^2) the stationary covariance, A = exp(F dt) and the noise's covariance P - A P A^T
/// (Hartikainen and Sarkka 2010, eq. 9), as its Cholesky factor.
struct MaternStep {
  double xx, xv, vx, vv;  ///< A
  double noise_x, noise_vx, noise_v;

  /// Of length s = L dt, L = sqrt 3 / time scale.
  explicit MaternStep(double s);

  /// With a and b of N(0, 1).
  void apply(double& x, double& v, double a, double b) const {
    const double position = x;
    x = xx * position + xv * v + noise_x * a;
    v = vx * position + vv * v + noise_vx * a + noise_v * b;
  }
};

}  // namespace poseaae::latent
