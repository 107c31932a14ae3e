#pragma once

#include <string>
#include <vector>

#include "poseaae/atlas/map.hpp"
#include "poseaae/render/sheet.hpp"

/// What a map is put together from.
namespace poseaae::atlas {

inline constexpr double kMapMargin = 28.0;
inline constexpr double kMapHeader = 76.0;     ///< title and note
inline constexpr double kAxisRoom = 62.0;      ///< labels and ticks of an axis
inline constexpr double kLegendWidth = 216.0;  ///< right of the points

/// A colour for each encoding, and what the legend says of them.
struct MapColours {
  struct Entry {
    std::string text;
    render::Colour colour;
    int count = 0;
  };
  std::string name;
  std::vector<render::Colour> of;  ///< N
  std::vector<Entry> entries;      ///< of texts, the most frequent first
  bool scale = false;              ///< a colour bar from low to high instead
  double low = 0.0;
  double high = 1.0;
};
/// @throws UsageError when there is not one value for each of `count` encodings
[[nodiscard]] MapColours map_colours(const MapColouring& colouring, std::size_t count);

/// The colour of the i-th path.
[[nodiscard]] render::Colour path_colour(std::size_t i);

/// Names and colours in the column right of the points.
void draw_legend(render::Sheet& sheet, const render::Viewport& area, const MapColours& colours,
                 const std::vector<MapPath>& paths);

}  // namespace poseaae::atlas
