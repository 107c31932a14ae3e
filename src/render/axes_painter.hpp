#pragma once

#include "poseaae/render/plot.hpp"

namespace poseaae::render {

inline constexpr Colour kPaper{255, 255, 255};
inline constexpr Colour kPlotInk{43, 48, 59};

/// Adds one diagram in its cell of the figure to the picture.
void add_axes(Picture& picture, const Axes& axes, const Viewport& cell);

}  // namespace poseaae::render
