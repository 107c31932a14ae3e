#include "support/figure_arguments.hpp"

#include <fmt/format.h>

#include <utility>

namespace poseaae::tools {

FigureArguments::FigureArguments(CommandLine& app, Kind kind)
    : kind_(std::move(kind)), size_(kind_.size) {
  std::string what = "File to write; can be given many times, the extension decides:\n";
  what += ".png .svg .pdf   the picture\n.csv             the numbers";
  if (kind_.film) what += "\n.gif .bvh .h5    the film, and its motion";
  app.add_option("-o,--out", outputs_, what)
      ->required(kind_.required)
      ->type_name("FILE")
      ->repeatable();
  if (!kind_.size.empty()) {
    app.add_option("--size", size_,
                   fmt::format("Pixels of {}: one number, or WIDTHxHEIGHT", kind_.size_of))
        ->type_name("PIXELS")
        ->capture_default_str();
  }
  if (kind_.figures) {
    app.add_option("--view", view_,
                   "Of the poses: front, three-quarter, side, back, top, or AZIMUTH,ELEVATION in "
                   "degrees")
        ->type_name("VIEW")
        ->capture_default_str();
  }
}

void FigureArguments::check() {
  if (!size_.empty()) pixels_ = PictureSize::parse(size_);
  const auto view = ViewDirection::parse(view_);
  options_.camera.azimuth_deg = view.azimuth_deg;
  options_.camera.elevation_deg = view.elevation_deg;
  options_.camera.validate();
  for (const auto& output : outputs_) atlas::check_figure(output, kind_.film);
}

void FigureArguments::write(const atlas::Figure& figure) const {
  for (const auto& output : outputs_) {
    atlas::write_figure(output, figure, options_);
    fmt::print("wrote {}\n", output);
  }
}

}  // namespace poseaae::tools
