#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/root_path.hpp"

/// How a dancer travels through the room, compared with how another one does.
namespace poseaae::metrics {

/// Where the body is and which way it faces, a place per frame (T).
using Way = std::vector<footing::Place>;

/// That of a motion's joint.
[[nodiscard]] Way way_of(const mocap::Motion& motion, int body);

/// |p_{t+1} - p_t| fps, metres / s (T - 1).
[[nodiscard]] std::vector<double> root_speeds(const Way& way, double fps);
/// (h_{t+1} - h_t) fps, radians / s (T - 1), positive to the left.
[[nodiscard]] std::vector<double> turn_rates(const Way& way, double fps);
/// sum_t |p_{t+1} - p_t|, metres.
[[nodiscard]] double path_length(const Way& way);

/// |q_t - q'_t| for each start t = 0 .. T - 1 - frames, metres, where q_t is the place `frames`
/// later as the dancer sees it at the start: in the frame of place and heading there. So both ways
/// begin at one place, facing one way. Empty where the way is no longer than that.
/// Source: relative pose error, Sturm et al., A benchmark for the evaluation of RGB-D SLAM systems,
/// IROS 2012, section IV.B. @throws UsageError when the numbers of frames differ
[[nodiscard]] Eigen::VectorXd drift(const Way& truth, const Way& found, int frames);

/// The same at the frame where the true way has become `metres` long, for the starts from which it
/// does. Source: Geiger et al., Are we ready for autonomous driving? The KITTI vision benchmark
/// suite, CVPR 2012, section 2.4 (errors by the length that is travelled).
[[nodiscard]] Eigen::VectorXd drift_by_way(const Way& truth, const Way& found, double metres);

/// How often points of soles are found to stand, over frames and points.
struct ContactAgreement {
  double hits = 0.0;          ///< found, and true
  double misses = 0.0;        ///< true, and not found
  double false_alarms = 0.0;  ///< found, and not true

  ContactAgreement& operator+=(const ContactAgreement& other);
  /// 2 hits / (2 hits + misses + false alarms), the harmonic mean of precision and recall; NaN
  /// where nothing stands and nothing is found to. Source: van Rijsbergen, Information retrieval,
  /// 1979, chapter 7.
  [[nodiscard]] double f1() const;
};
/// @throws UsageError when frames or points differ
[[nodiscard]] ContactAgreement agreement(const footing::Contacts& truth,
                                         const footing::Contacts& found);

}  // namespace poseaae::metrics
