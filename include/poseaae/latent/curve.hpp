#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/latent/path.hpp"

namespace poseaae::latent {

/// A smooth curve that passes K keys (K, Z) in order: the centripetal Catmull-Rom spline (Catmull
/// and Rom 1974; Barry and Goldman 1988). Cubic pieces meet with one velocity at each key, that of
/// the parabola through the key and its neighbours at the knots s_i+1 = s_i + |key_i+1 - key_i|^a.
/// With a = 1/2 the curve has no cusps and no loops within a piece, however uneven the keys are
/// (Yuksel, Schaefer and Keyser 2011); uniform knots (a = 0) have both.
///
/// Travelled by u, it passes key i at u = i; between keys, knots go with u by a monotone cubic
/// (Fritsch and Butland 1984), so that position and velocity are continuous in u as well, which
/// a fixed number of frames a key asks for.
class Curve {
 public:
  /// An open curve leaves its ends as if one more key mirrored the neighbour there; a closed one
  /// goes on from the last key to the first. A key given twice in a row is a rest: the curve stops
  /// there for a piece. @throws UsageError when there is no key or one is not finite
  explicit Curve(const Batch& keys, bool closed = false);

  /// Pieces: K closed (0 for one key), K - 1 open.
  [[nodiscard]] int segments() const { return static_cast<int>(knots_.size()) - 1; }
  /// The point (Z) at u in [0, segments()]; key i at u = i to the bit. Beyond, an open curve stays
  /// at its end and a closed one goes round again.
  [[nodiscard]] Eigen::VectorXf at(double u) const;
  /// Change of at() for a unit of u (Z).
  [[nodiscard]] Eigen::VectorXd velocity(double u) const;

 private:
  struct Parameter {
    int segment;
    double part;  ///< in [0, 1]; 1 at an open curve's end
  };
  [[nodiscard]] Parameter locate(double u) const;

  Eigen::MatrixXd keys_;  ///< (segments + 1, Z): of a closed curve, the first key again at the end
  bool closed_ = false;
  Eigen::MatrixXd tangents_;  ///< velocity by knots at each key
  std::vector<double> knots_;
  std::vector<double> rates_;  ///< ds/du at each key
};

}  // namespace poseaae::latent
