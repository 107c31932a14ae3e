#include "support/output_arguments.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>
#include <utility>

#include "poseaae/base/decimal.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/progress.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "support/texts.hpp"

namespace poseaae::tools {

namespace {

std::string without_last_break(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

const std::vector<std::pair<std::string, ViewDirection>>& named_views() {
  static const std::vector<std::pair<std::string, ViewDirection>> views{
      {"front", {0.0, 10.0}},
      {"three-quarter", {25.0, 10.0}},
      {"side", {90.0, 10.0}},
      {"back", {180.0, 10.0}},
      {"top", {0.0, 80.0}}};
  return views;
}

}  // namespace

PictureSize PictureSize::parse(const std::string& text) {
  const std::string_view whole(text);
  const auto cross = whole.find('x');
  const auto width = parse_number<int>(whole.substr(0, cross));
  const auto height =
      cross == std::string_view::npos ? width : parse_number<int>(whole.substr(cross + 1));
  if (!width || !height) {
    throw UsageError(fmt::format(
        "--size: expected a number of pixels (480) or WIDTHxHEIGHT (640x480), found '{}'", text));
  }
  return {*width, *height};
}

ViewDirection ViewDirection::parse(const std::string& text) {
  std::vector<std::string> names;
  for (const auto& [name, view] : named_views()) {
    if (name == text) return view;
    names.push_back(name);
  }
  const std::string_view whole(text);
  const auto comma = whole.find(',');
  const auto azimuth = parse_number<double>(whole.substr(0, comma));
  const auto elevation = comma == std::string_view::npos
                             ? std::nullopt
                             : parse_number<double>(whole.substr(comma + 1));
  if (!azimuth || !elevation || !std::isfinite(*azimuth)) {
    throw UsageError(fmt::format(
        "--view: expected {} or AZIMUTH,ELEVATION in degrees (such as 25,10), found '{}'",
        fmt::join(names, ", "), text));
  }
  return {*azimuth, *elevation};
}

OutputArguments::OutputArguments(CommandLine& app) {
  app.add_option("-o,--out FILE", outputs_,
                 text::kOutput + without_last_break(render::describe_outputs()))
      ->required()
      ->output();
  write_.emplace(app);
  onto_.emplace(app);

  app.group("Picture");
  const auto& style = options_.style;
  size_ = fmt::format("{}x{}", style.width, style.height);
  app.add_option("--size PIXELS", size_,
                 "Size of each panel in pixels: one number for a square, or WIDTHxHEIGHT");
  view_ = "three-quarter";
  app.add_option("--view VIEW", view_, text::kView);
  app.add_option("--distance", options_.camera.distance,
                 "Camera distance, as a multiple of the distance at which the whole sequence just "
                 "fits the picture");
  projection_ = "perspective";
  app.add_option("--projection KIND", projection_, "Projection: perspective or orthographic");
  app.add_flag("--follow", options_.camera.follow, "Move the camera along with the dancer");
  app.add_option(
         "--fps RATE", options_.fps,
         "Highest frame rate of an animation in frames per second; the speed of the motion "
         "does not change (default: the motion's own rate, of a .gif at most 50, of a film 120)")
      ->default_str("")
      ->between(1e-3, mocap::kMaxFps);
  app.add_option("--strip COUNT", options_.strip_frames,
                 "Number of poses side by side when a sequence is written as .png, .svg or .pdf");
  background_ = render::to_string(style.background);
  app.add_option("--background COLOUR", background_, "Background colour, as a name or #rrggbb");
  app.add_option("--line-width", options_.style.line_width,
                 "Thickness of the limbs, as a multiple of the usual one");
  app.add_option("--title TEXT", options_.style.title, text::kTitle);
  app.add_flag("--no-grid", no_grid_, "Leave out the lines on the floor");
  app.add_flag("--no-shadow", no_shadow_, "Leave out the shadow under the dancer");
  app.add_flag(
      "--contacts", options_.style.contacts,
      "Mark the feet that carry weight by footprints, which fade after they have left; in a "
      "single pose, which does not tell what moves, all feet near the floor");
  app.add_flag("--no-label", no_label_, "Leave out the time in the corner");
  app.group();
}

void OutputArguments::check() {
  const auto size = PictureSize::parse(size_);
  const auto view = ViewDirection::parse(view_);
  auto& [camera, style, fps, strip_frames, primary_panel, threads, motion, progress] = options_;
  style.width = size.width;
  style.height = size.height;
  style.background = render::parse_colour(background_);
  style.grid = !no_grid_;
  style.shadow = !no_shadow_;
  style.time_label = !no_label_;
  camera.azimuth_deg = view.azimuth_deg;
  camera.elevation_deg = view.elevation_deg;
  camera.projection = render::parse_projection(projection_);
  motion = write_->options();
  options_.validate();
  for (const auto& output : outputs_) render::check_output(output);
  onto_->read();
  if (onto_->target() != nullptr) motion.axes = onto_->target()->axes;
}

render::Scene OutputArguments::on_target(const render::Scene& scene, int primary_panel) const {
  std::vector<render::Panel> panels;
  for (const render::Panel& panel : scene.panels()) {
    auto moved = log::warned(onto_->moved(panel.motion));
    if (static_cast<int>(panels.size()) == primary_panel) onto_->report(moved, panel.motion);
    panels.push_back({panel.title, std::move(moved.motion)});
  }
  return render::Scene(std::move(panels));
}

void OutputArguments::write(const render::Scene& made, int primary_panel) {
  options_.primary_panel = primary_panel;
  const std::optional<render::Scene> moved =
      onto_->target() != nullptr ? std::optional(on_target(made, primary_panel)) : std::nullopt;
  const render::Scene& scene = moved ? *moved : made;
  for (const auto& output : outputs_) {
    {
      Progress bar(output, static_cast<std::size_t>(scene.frames()));
      options_.progress = [&bar](std::size_t done, std::size_t) { bar.update(done); };
      render::write_output(output, scene, options_);
      options_.progress = nullptr;
    }
    fmt::print("wrote {} ({} frame{}, {:.2f} s at {:g} fps)\n", output, scene.frames(),
               scene.frames() == 1 ? "" : "s", scene.frames() / scene.fps(), scene.fps());
  }
}

}  // namespace poseaae::tools
