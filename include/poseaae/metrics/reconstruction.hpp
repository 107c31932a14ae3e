#pragma once

#include "poseaae/math/batch.hpp"
#include "poseaae/metrics/positions.hpp"

namespace poseaae::metrics {

/// Errors of reconstructions (primed). With K joints compared (PoseSpace::joints()), R joints that
/// rotate (turning_joints()) and E end effectors (joints without children):
///   position  (1/K) sum_j |p_j - p'_j|, metres; its mean over poses is MPJPE
///   rotation  (1/R) sum_j angle(q_j, q'_j), degrees, angle = 4 atan2(|q - q'|, |q + q'|) of the
///             nearer of q' and -q': the geodesic distance of local rotations
///   tips      (1/E) sum_e |p_e - p'_e|, metres
/// One value per pose, so that intervals can be computed by resampling clips (statistics.hpp).
///
/// Sources: MPJPE, Ionescu et al., Human3.6M, TPAMI 2014, section 4; angle, Huynh, Metrics for 3D
/// rotations, JMIV 2009 (their Phi_6).
struct Reconstruction {
  Eigen::VectorXd position_m;          ///< (N)
  Eigen::VectorXd rotation_deg;        ///< (N)
  Eigen::VectorXd tips_m;              ///< (N)
  Eigen::VectorXd joint_position_m;    ///< (J) mean over poses; NaN for joints not compared
  Eigen::VectorXd joint_rotation_deg;  ///< (J) likewise
  /// max over poses and bones of | |p'_j - p'_parent| - |o_j| | / |o_j|, o the offset in the
  /// skeleton. Forward kinematics preserves bone lengths, so this checks the measurement.
  double bone_deviation = 0.0;

  [[nodiscard]] double mpjpe_m() const { return position_m.mean(); }
  [[nodiscard]] double mean_rotation_deg() const { return rotation_deg.mean(); }
};

/// Both (N, 4J) of unit quaternions, w x y z; the sign of a quaternion does not matter.
/// @throws UsageError on sizes that differ, or no pose
[[nodiscard]] Reconstruction reconstruction(const PoseSpace& space, const Batch& poses,
                                            const Batch& reconstructed, int threads = 0);

/// Largest relative deviation of bone lengths in `positions` (N, 3J), as above.
[[nodiscard]] double bone_deviation(const mocap::Skeleton& skeleton, const Batch& positions);

}  // namespace poseaae::metrics
