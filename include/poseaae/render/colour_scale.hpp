#pragma once

#include <cstddef>

#include "poseaae/render/colour.hpp"

/// Colours for data: distinct ones for categories, or a scale for numbers.
namespace poseaae::render {

/// Number of distinct colours of qualitative_colour() before they repeat.
inline constexpr std::size_t kQualitativeColours = 12;
/// The i-th of a set of colours that are easy to tell apart, also on white; plots use them for
/// their series.
[[nodiscard]] Colour qualitative_colour(std::size_t i);

/// A point in Oklab, a space in which equal distances look equally different: L lightness in [0,
/// 1], a green to red, b blue to yellow.
/// Source: B. Ottosson, A perceptual color space for image processing, 2020.
struct Oklab {
  double l = 0.0;
  double a = 0.0;
  double b = 0.0;
};
[[nodiscard]] Oklab to_oklab(const Colour& colour);
/// The nearest sRGB colour by clipping each channel.
[[nodiscard]] Colour from_oklab(const Oklab& lab);

/// The scale for a number t in [0, 1] (clipped), violet by blue and green to yellow:
///   L = 0.30 + 0.62 t, chroma 0.15 - 0.055 sin(pi t), hue 310 - 208 t degrees
/// in Oklab. Lightness grows with t, so that the scale also reads in grey; equal steps of t look
/// equally large to within 12 %; and every colour lies within sRGB.
[[nodiscard]] Colour sequential_colour(double t);

}  // namespace poseaae::render
