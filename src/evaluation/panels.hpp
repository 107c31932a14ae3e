#pragma once

#include "poseaae/evaluation/write.hpp"
#include "poseaae/render/sheet.hpp"

/// The panels of a report's page; each draws into its area.
namespace poseaae::evaluation {

using render::Anchor;
using render::Colour;
using render::kFirst;
using render::kInk;
using render::kPageTitleSize;
using render::kPaper;
using render::kQuiet;
using render::kRule;
using render::kSecond;
using render::kSmall;
using render::kTextSize;
using render::Point;
using render::Sheet;
using render::Viewport;

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
