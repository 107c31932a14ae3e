#pragma once

#include "poseaae/diffusion/measure.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::diffusion {

/// Adds a row: of each column mean and deviation over runs, all with as many numbers as columns.
void add_score(Scores& scores, const std::string& name,
               const std::vector<std::vector<double>>& runs);

/// The seed of run i: runs of one way of sampling have nothing in common.
[[nodiscard]] std::uint64_t seed_of(const MeasureOptions& options, int run);

}  // namespace poseaae::diffusion
