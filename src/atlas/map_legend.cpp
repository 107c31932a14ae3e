#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "map_parts.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/render/colour_scale.hpp"
#include "poseaae/render/ticks.hpp"

namespace poseaae::atlas {

namespace {

using render::Anchor;
using render::Colour;
using render::Sheet;

constexpr Colour kNone{176, 181,
                       190};          ///< without a label, and those without a colour of their own
constexpr Colour kAll{88, 122, 160};  ///< when nothing tells points apart

void require_size(std::size_t found, std::size_t expected, const std::string& name) {
  if (found == expected) return;
  throw UsageError(
      fmt::format("map: expected one value of '{}' for each of the {} encodings, found {}", name,
                  expected, found));
}

struct Colours {
  std::size_t count;

  MapColours operator()(std::monostate) const {
    MapColours colours;
    colours.of.assign(count, kAll);
    return colours;
  }

  MapColours operator()(const TextLabel& label) const {
    require_size(label.values.size(), count, label.name);
    std::map<std::string, int> counts;
    for (const auto& value : label.values) ++counts[value];
    const int unlabelled = counts.contains("") ? counts.extract("").mapped() : 0;
    std::vector<std::pair<std::string, int>> ranked(counts.begin(), counts.end());
    if (ranked.size() > render::kQualitativeColours) {
      std::stable_sort(ranked.begin(), ranked.end(),
                       [](const auto& a, const auto& b) { return a.second > b.second; });
    }
    MapColours colours;
    colours.name = label.name;
    std::map<std::string, Colour> chosen;
    // With too many names, the last colour's room goes to all the others together.
    const std::size_t own = ranked.size() <= render::kQualitativeColours
                                ? ranked.size()
                                : render::kQualitativeColours - 1;
    int others = 0;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
      if (i >= own) {
        others += ranked[i].second;
        continue;
      }
      chosen[ranked[i].first] = render::qualitative_colour(i);
      colours.entries.push_back({ranked[i].first, render::qualitative_colour(i), ranked[i].second});
    }
    if (others > 0) {
      colours.entries.push_back({fmt::format("{} others", ranked.size() - own), kNone, others});
    }
    if (unlabelled > 0) colours.entries.push_back({"no label", kNone, unlabelled});
    for (const auto& value : label.values) {
      const auto found = chosen.find(value);
      colours.of.push_back(found == chosen.end() ? kNone : found->second);
    }
    return colours;
  }

  MapColours operator()(const NumberLabel& label) const {
    require_size(label.values.size(), count, label.name);
    MapColours colours;
    colours.name = label.name;
    colours.scale = true;
    colours.low = std::numeric_limits<double>::infinity();
    colours.high = -colours.low;
    for (const double value : label.values) {
      if (!std::isfinite(value)) continue;
      colours.low = std::min(colours.low, value);
      colours.high = std::max(colours.high, value);
    }
    if (colours.low > colours.high) colours.low = colours.high = 0.0;
    const double extent = std::max(colours.high - colours.low, 1e-300);
    for (const double value : label.values) {
      colours.of.push_back(
          std::isfinite(value) ? render::sequential_colour((value - colours.low) / extent) : kNone);
    }
    return colours;
  }
};

/// A text cut to the room there is.
std::string fitted(std::string text, double room) {
  if (render::text_width(text, render::kTextSize) <= room) return text;
  while (!text.empty() && render::text_width(text + "\u2026", render::kTextSize) > room) {
    do text.pop_back();
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80);
    // What is left may end in the first byte of a letter that was cut.
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0) text.pop_back();
  }
  return text + "\u2026";
}

/// Returns where the next thing stands.
double draw_scale(Sheet& sheet, double x, double y, const MapColours& colours) {
  constexpr double kTall = 190.0, kWide = 14.0;
  constexpr int kSteps = 64;
  for (int i = 0; i < kSteps; ++i) {
    const double bottom = y + kTall * (1.0 - static_cast<double>(i) / kSteps);
    sheet.box({x, bottom - kTall / kSteps - 0.4, kWide, kTall / kSteps + 0.4},
              render::sequential_colour((i + 0.5) / kSteps));
  }
  const double extent = colours.high - colours.low;
  if (extent > 0.0) {
    const auto ticks = render::linear_ticks(colours.low, colours.high, 7);
    const auto labels = render::tick_labels(ticks);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
      const double at = y + kTall * (1.0 - (ticks[i] - colours.low) / extent);
      sheet.line({{x + kWide, at}, {x + kWide + 4.0, at}}, render::kQuiet);
      sheet.text({x + kWide + 8.0, at + 4.0}, labels[i]);
    }
  } else {
    sheet.text({x + kWide + 8.0, y + 0.5 * kTall}, fmt::format("{:g}", colours.low));
  }
  return y + kTall + 30.0;
}

double draw_names(Sheet& sheet, double x, double y, double width, const MapColours& colours) {
  for (const auto& entry : colours.entries) {
    sheet.dot({x + 6.0, y + 8.0}, 5.0, entry.colour);
    const std::string count = fmt::format("{}", entry.count);
    const double room = width - 20.0 - render::text_width(count, render::kSmall) - 8.0;
    sheet.text({x + 18.0, y + 12.5}, fitted(entry.text, room));
    sheet.text({x + width, y + 12.5}, count, Anchor::kRight, render::kQuiet, render::kSmall);
    y += 20.0;
  }
  return y + 20.0;
}

}  // namespace

MapColours map_colours(const MapColouring& colouring, std::size_t count) {
  return std::visit(Colours{count}, colouring);
}

render::Colour path_colour(std::size_t i) {
  constexpr std::array<Colour, 4> kPaths{
      {{24, 26, 32}, {186, 22, 62}, {16, 84, 60}, {92, 40, 140}}};
  return kPaths[i % kPaths.size()];
}

void draw_legend(Sheet& sheet, const render::Viewport& area, const MapColours& colours,
                 const std::vector<MapPath>& paths) {
  double y = area.y;
  if (!colours.name.empty()) {
    sheet.text({area.x, y + 10.0}, colours.name, Anchor::kLeft, render::kInk, 13.5, true);
    y += 26.0;
    y = colours.scale ? draw_scale(sheet, area.x, y, colours)
                      : draw_names(sheet, area.x, y, area.width, colours);
  }
  if (paths.empty()) return;
  sheet.text({area.x, y + 10.0}, paths.size() == 1 ? "path" : "paths", Anchor::kLeft, render::kInk,
             13.5, true);
  sheet.text({area.x + area.width, y + 10.0}, "ring: start, dot: end", Anchor::kRight,
             render::kQuiet, render::kSmall);
  y += 26.0;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    sheet.line({{area.x, y + 8.0}, {area.x + 22.0, y + 8.0}}, path_colour(i), 2.4);
    sheet.text({area.x + 30.0, y + 12.5}, fitted(paths[i].name, area.width - 30.0));
    y += 20.0;
  }
}

}  // namespace poseaae::atlas
