#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/evaluation/inbetween.hpp"

/// The LAFAN1 benchmark on its own data, to check the measures against the published figures.
namespace poseaae::evaluation::inbetween {

/// The archive in a folder: of its files <theme>_subject<N>.bvh, those of subjects 1 to 4 are for
/// training and those of subject 5 are held out. The hips face along their local y axis.
/// @throws InputError when either are missing, or a skeleton has not 22 joints
[[nodiscard]] Data lafan1(const std::filesystem::path& folder, int threads = 0);

/// A figure that the benchmark's authors have published.
struct Published {
  std::string method;
  std::string measure;  ///< "L2Q", "L2P", "NPSS"
  int gap = 0;
  double value = 0.0;
  int digits = 0;  ///< behind the point
};
/// The 24 figures for the baselines. L2P is published with five digits, of which the last is 0
/// throughout; four count.
[[nodiscard]] const std::vector<Published>& published();
/// Whether a number, rounded to the digits of the figure, is the figure.
[[nodiscard]] bool agrees(const Published& figure, double found);

/// The number that stands in the place of a published figure. @throws UsageError when the
/// comparison lacks it
[[nodiscard]] double found_for(const Published& figure, const Comparison& comparison);
/// A line per figure: measure, gap, method, found, published, "agrees" or "differs".
[[nodiscard]] std::string format_check(const Comparison& comparison);
/// How many figures do not agree.
[[nodiscard]] int count_differing(const Comparison& comparison);

}  // namespace poseaae::evaluation::inbetween
