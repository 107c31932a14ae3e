#pragma once

#include <Eigen/Core>

#include "poseaae/base/random.hpp"

namespace poseaae::live {

/// A closed way through whitened coordinates, x(p) = sum_h a_h cos(h p) + b_h sin(h p), with random
/// a and b: the loop "fourier" of latent/loop.hpp, with up to 4 harmonics for each second and 32 in
/// all.
class LoopCurve {
 public:
  LoopCurve(Random& random, int dim, double seconds, double time_scale_s);

  [[nodiscard]] int harmonics() const { return static_cast<int>(cosines_.rows()) - 1; }
  /// x (Z) at a share of the loop, 0 to 1. Does not allocate.
  void at(double share, Eigen::VectorXd& x) const;

 private:
  Eigen::MatrixXd cosines_;  ///< a (H + 1, Z)
  Eigen::MatrixXd sines_;    ///< b
};

}  // namespace poseaae::live
