#pragma once

#include "poseaae/evaluation/write.hpp"
#include "sheet.hpp"

/// The panels of a report's page; each draws into its area.
namespace poseaae::evaluation {

/// Height that the summary needs.
[[nodiscard]] double summary_height(const Comparison& comparison);
/// Headlines by report; the first with its interval or spread.
void draw_summary(Sheet& sheet, const Viewport& area, const Comparison& comparison);

/// A bar a joint, and the mark of the second report where there is one.
void draw_joints(Sheet& sheet, const Viewport& area, const Comparison& comparison);

/// Histograms of latents with the density of N(0, 1): all, or the sixteen farthest from it.
void draw_latents(Sheet& sheet, const Viewport& area, const Details& details);

/// The covariance of the latents as a heat map.
void draw_covariance(Sheet& sheet, const Viewport& area, const Details& details);

}  // namespace poseaae::evaluation
