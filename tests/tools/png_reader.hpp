#pragma once

#include <filesystem>

#include "poseaae/render/image.hpp"

namespace poseaae::test {

/// A PNG as another program sees it.
[[nodiscard]] render::Image read_png(const std::filesystem::path& path);

/// How many pixels of the part [x0, x1) x [y0, y1), in shares of width and height, are not white.
[[nodiscard]] int inked(const render::Image& image, double x0, double y0, double x1, double y1);

}  // namespace poseaae::test
