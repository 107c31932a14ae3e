#pragma once

#include <Eigen/Core>
#include <limits>
#include <utility>
#include <vector>

#include "poseaae/math/batch.hpp"

namespace poseaae::metrics {

/// Poses of K points laid out for distances to all of them: sixteen poses side by side, so that one
/// instruction works on several, point after point.
///
/// The points that vary most come first: partial sums then grow fastest, and a search gives up a
/// panel as soon as none of its poses can be nearer than the best.
class PosePanels {
 public:
  static constexpr int kLanes = 16;

  /// @throws UsageError when there is no row, or the width is no multiple of 3
  explicit PosePanels(const Batch& points);

  [[nodiscard]] Eigen::Index rows() const noexcept { return rows_; }
  [[nodiscard]] Eigen::Index width() const noexcept { return 3 * points_; }
  [[nodiscard]] Eigen::Index panels() const noexcept { return (rows_ + kLanes - 1) / kLanes; }

  /// A row of 3K coordinates in the order of the panels. @throws UsageError on another width
  [[nodiscard]] Eigen::VectorXf arranged(const Eigen::RowVectorXf& row) const;

  /// d of an arranged row to each pose of one panel, kLanes numbers; what pads the last panel is
  /// farther away than any pose.
  void distances(const Eigen::VectorXf& row, Eigen::Index panel, float* out) const;

  struct Best {
    float distance = std::numeric_limits<float>::infinity();
    Eigen::Index row = -1;
  };
  /// Looks at panels [first, last) for poses nearer than `best`.
  void search(const Eigen::VectorXf& row, Eigen::Index first, Eigen::Index last, Best& best) const;

 private:
  Eigen::Index rows_;
  Eigen::Index points_;
  std::vector<Eigen::Index> order_;  ///< of the points
  Eigen::VectorXf values_;           ///< panels x K x 3 x kLanes
};

/// @throws UsageError when widths differ
void require_same_width(const Batch& a, const Batch& b);

}  // namespace poseaae::metrics
