#pragma once

#include <string>
#include <vector>

#include "poseaae/evaluation/write.hpp"

namespace poseaae::evaluation::inbetween {

/// The same methods compared on a part of the clips, or with a model of another seed.
struct Run {
  std::string label;
  Comparison comparison;
};

/// Reports that are means over the runs, with each run's too. `what` says what the runs are, in
/// front of what the first is about.
[[nodiscard]] Comparison over_all(const std::string& what, std::vector<Run> runs);

}  // namespace poseaae::evaluation::inbetween
