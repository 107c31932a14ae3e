#pragma once

#include "poseaae/render/plot.hpp"
#include "poseaae/render/sheet.hpp"

namespace poseaae::render {

/// Adds one diagram in its cell of the figure to the picture.
void add_axes(Picture& picture, const Axes& axes, const Viewport& cell);

}  // namespace poseaae::render
