#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/latent/path.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::latent {

/// A smooth curve through K keys (K, Z) in order: the centripetal Catmull-Rom spline (Catmull
/// and Rom 1974; Barry and Goldman 1988). Cubic pieces meet with the same velocity at each key,
/// that of the parabola through the key and its neighbours at the knots s_i+1 = s_i + |key_i+1 -
/// key_i|^a. With a = 1/2 the curve has no cusps and no loops within a piece, however uneven the
/// keys are (Yuksel, Schaefer and Keyser 2011); uniform knots (a = 0) have both.
///
/// As a function of u, it passes key i at u = i; between keys, the knots follow u along a monotone
/// cubic (Fritsch and Butland 1984), so that position and velocity are continuous in u as well, as
/// a fixed number of frames per key requires.
class Curve {
 public:
  /// An open curve starts and ends as if its neighbouring key were mirrored there; a closed one
  /// continues from the last key to the first. A key given twice in a row is a rest: the curve
  /// stops there for one piece. @throws UsageError when there is no key or one is not finite
  explicit Curve(const Batch& keys, bool closed = false);

  /// Number of pieces: K for a closed curve (0 for one key), K - 1 for an open one.
  [[nodiscard]] int segments() const { return static_cast<int>(knots_.size()) - 1; }
  /// The point (Z) at u in [0, segments()]; key i at u = i to the bit. Beyond that range, an open
  /// curve stays at its end and a closed one repeats.
  [[nodiscard]] Eigen::VectorXf at(double u) const;
  /// Derivative of at() with respect to u (Z).
  [[nodiscard]] Eigen::VectorXd velocity(double u) const;

 private:
  struct Parameter {
    int segment;
    double part;  ///< in [0, 1]; 1 at an open curve's end
  };
  [[nodiscard]] Parameter locate(double u) const;

  Eigen::MatrixXd keys_;  ///< (segments + 1, Z): of a closed curve, the first key again at the end
  bool closed_ = false;
  Eigen::MatrixXd tangents_;  ///< velocity with respect to the knots at each key
  std::vector<double> knots_;
  std::vector<double> rates_;  ///< ds/du at each key
};

}  // namespace poseaae::latent
