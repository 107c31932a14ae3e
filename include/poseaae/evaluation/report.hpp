#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/math/batch.hpp"
#include "poseaae/metrics/statistics.hpp"
#include "poseaae/mocap/skeleton.hpp"
#include "poseaae/nn/network.hpp"

namespace poseaae::evaluation {

/// One number of a report.
struct Measure {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  std::string group;  ///< "reconstruction", "prior", ...
  std::string name;   ///< "mpjpe", ...; unique within the group
  std::string unit;   ///< "mm", "deg", ...; empty for ratios and counts
  double value = kNone;
  /// Of one model the 95 % interval over resampled clips, where the measure is a mean over clips;
  /// of several runs the smallest and the largest.
  double low = kNone;
  double high = kNone;
  double deviation = kNone;  ///< of several runs: standard deviation (n - 1)
};

/// A mean over clips with its interval, both times `scale`. An interval without width, as over a
/// single clip, says nothing and is left out.
[[nodiscard]] Measure over_clips(std::string group, std::string name, std::string unit,
                                 const metrics::Interval& interval, double scale = 1.0);

/// The data behind the pictures of a report.
struct Details {
  std::vector<std::string> joint_names;  ///< (J)
  Eigen::VectorXd joint_position_m;      ///< (J) mean error on held-out poses; NaN: not compared
  Eigen::VectorXd joint_rotation_deg;    ///< (J) likewise
  Batch latents;                         ///< (N, Z) encodings of the held-out poses
  Eigen::VectorXd ks;                    ///< (Z) their distance from N(0, 1)
  Batch generated;                       ///< (M, 4J) poses decoded from the prior
  Batch held_out;                        ///< (M, 4J) a selection of held-out poses
  Batch rebuilt;                         ///< (M, 4J) their reconstructions
};

/// The results of one model.
struct Report {
  std::string name;
  int runs = 1;  ///< more than one: means over runs, with their spread
  std::vector<Measure> measures;
  Details details;

  /// Null where there is no such measure.
  [[nodiscard]] const Measure* find(std::string_view group, std::string_view name) const;
  /// @throws UsageError when there is no such measure
  [[nodiscard]] const Measure& at(std::string_view group, std::string_view name) const;
  [[nodiscard]] double value(std::string_view group, std::string_view name) const {
    return at(group, name).value;
  }
};

/// Mean, standard deviation, smallest and largest value of each measure over the runs of one
/// method, which differ in seed or fold; the details are those of the first run.
/// @throws UsageError without reports, or when they do not hold the same measures
[[nodiscard]] Report over_runs(std::string name, const std::vector<Report>& runs);

/// Which value of a measure is better: the lower, the higher, the one nearer to 1, or none.
enum class Better { kLower, kHigher, kNearOne, kNone };

/// The most telling measures, in the order of a summary; those that a report lacks are left out.
struct Headline {
  std::string group;
  std::string name;
  std::string label;  ///< as printed
  Better better = Better::kLower;
};
[[nodiscard]] const std::vector<Headline>& headlines();
/// The report that is best in a headline, by a finite value; null unless two or more have it.
[[nodiscard]] const Report* best_of(const std::vector<Report>& reports, const Headline& headline);

}  // namespace poseaae::evaluation
