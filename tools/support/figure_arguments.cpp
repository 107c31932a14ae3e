#include "support/figure_arguments.hpp"

#include <fmt/format.h>

#include <utility>

#include "support/texts.hpp"

namespace poseaae::tools {

FigureArguments::FigureArguments(CommandLine& app, Kind kind)
    : kind_(std::move(kind)), size_(kind_.size) {
  std::string what = text::kOutput;
  what += ".png .svg .pdf   picture\n.csv             the numbers in it";
  if (kind_.film) what += "\n.gif             animation\n.bvh .h5         the motion in it";
  app.add_option("-o,--out FILE", outputs_, what)->required(kind_.required)->output();
  if (!kind_.size.empty()) {
    app.add_option("--size PIXELS", size_,
                   fmt::format("Size of {} in pixels: one number for a square, or WIDTHxHEIGHT",
                               kind_.size_of));
  }
  if (kind_.figures) {
    app.add_option("--view VIEW", view_, text::kView);
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
