#include "poseaae/render/painter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "footprints.hpp"
#include "poseaae/base/error.hpp"
#include "stage.hpp"

namespace poseaae::render {

namespace {

/// Whole steps that have passed.
std::string time_text(double seconds, double step) {
  return fmt::format("{:.{}f} s", std::floor(seconds / step + 1e-6) * step, step < 1.0 ? 1 : 0);
}

struct Box2 {
  double low[2] = {1e300, 1e300};
  double high[2] = {-1e300, -1e300};

  void add(const Vec3& p) {
    add_along(0, p.x());
    add_along(1, p.z());
  }
  void add(const Box2& other) {
    for (int i = 0; i < 2; ++i) {
      add_along(i, other.low[i]);
      add_along(i, other.high[i]);
    }
  }
  [[nodiscard]] bool meets(const Box2& other) const {
    return low[0] <= other.high[0] && other.low[0] <= high[0] && low[1] <= other.high[1] &&
           other.low[1] <= high[1];
  }
  [[nodiscard]] Vec3 middle(double y) const {
    return {0.5 * (low[0] + high[0]), y, 0.5 * (low[1] + high[1])};
  }

 private:
  void add_along(int i, double value) {
    low[i] = std::min(low[i], value);
    high[i] = std::max(high[i], value);
  }
};

/// Where each panel's floor has its origin: in the middle of the ground that it covers. Panels that
/// all dance in one place share it, so that they can be compared point by point.
std::vector<Vec3> origins_of(const std::vector<Actor>& actors) {
  std::vector<Box2> boxes(actors.size());
  Box2 all;
  for (std::size_t i = 0; i < actors.size(); ++i) {
    for (int t = 0; t < actors[i].frames(); ++t) {
      for (const int p : actors[i].visible()) boxes[i].add(actors[i].points(t)[p]);
    }
    all.add(boxes[i]);
  }
  const bool together = std::all_of(boxes.begin(), boxes.end(),
                                    [&](const Box2& box) { return box.meets(boxes.front()); });
  std::vector<Vec3> origins;
  for (std::size_t i = 0; i < actors.size(); ++i) {
    origins.push_back((together ? all : boxes[i]).middle(actors[i].floor()));
  }
  return origins;
}

/// The body's path over the floor, averaged over about a second: what a calm camera follows.
std::vector<Vec3> calm_path(const Actor& actor, double fps) {
  const int frames = actor.frames();
  const int half = std::max(1, static_cast<int>(0.5 * fps));
  std::vector<Vec3> path;
  path.reserve(frames);
  for (int t = 0; t < frames; ++t) {
    Vec3 sum(0, 0, 0);
    for (int k = t - half; k <= t + half; ++k) sum += actor.body(std::clamp(k, 0, frames - 1));
    sum /= 2.0 * half + 1.0;
    path.emplace_back(sum.x(), actor.floor(), sum.z());
  }
  return path;
}

}  // namespace

struct Painter::State {
  State(const Scene& scene, const Camera& camera, const Style& chosen);

  [[nodiscard]] Viewport cell(std::size_t panel) const {
    return {static_cast<double>(panel) * style.width, 0.0, static_cast<double>(style.width),
            static_cast<double>(style.height)};
  }
  [[nodiscard]] const Vec3& origin(std::size_t panel, int frame) const {
    const std::vector<Vec3>& path = origins[panel];
    return path[std::min<std::size_t>(frame, path.size() - 1)];
  }
  [[nodiscard]] Stage stage(std::size_t panel, int frame) const {
    return {*view, cell(panel), origin(panel, frame)};
  }
  void fit(const Camera& camera);
  void keep_steady(double pixels);

  Style style;
  bool moving_floor;
  int frames;
  double fps;
  double label_s = 0.1;  ///< step of the time label
  std::vector<std::string> titles;
  std::vector<Actor> actors;
  std::vector<Footprints> footprints;      ///< per panel
  std::vector<std::vector<Vec3>> origins;  ///< per panel, one or one per frame
  double radius = 1.0;                     ///< of the floor
  std::unique_ptr<const View> view;
  Image backdrop;
};

Painter::State::State(const Scene& scene, const Camera& camera, const Style& chosen)
    : style(chosen), moving_floor(camera.follow), frames(scene.frames()), fps(scene.fps()) {
  style.validate();
  for (const Panel& panel : scene.panels()) {
    titles.push_back(panel.title);
    actors.emplace_back(panel.motion);
    footprints.push_back(footprints_of(panel.motion, style));
  }
  for (const Vec3& origin : origins_of(actors)) origins.push_back({origin});
  if (camera.follow) {
    for (std::size_t i = 0; i < actors.size(); ++i) origins[i] = calm_path(actors[i], fps);
  }
  fit(camera);
}

void Painter::State::fit(const Camera& camera) {
  std::vector<Vec3> points;
  double spread = 0.0;
  for (std::size_t i = 0; i < actors.size(); ++i) {
    for (int t = 0; t < actors[i].frames(); ++t) {
      for (const int p : actors[i].visible()) {
        points.emplace_back(actors[i].points(t)[p] - origin(i, t));
        spread = std::max(spread, std::hypot(points.back().x(), points.back().z()));
      }
    }
  }
  radius = floor_radius(spread);
  const bool titled = std::any_of(titles.begin(), titles.end(),
                                  [](const std::string& title) { return !title.empty(); });
  view = std::make_unique<View>(camera, points, fitting_area(style, style.width, titled));
}

void Painter::State::keep_steady(double pixels) {
  if (!(pixels > 0.0)) return;
  for (std::size_t i = 0; i < actors.size(); ++i) {
    actors[i].keep_steady([&](int frame, const Vec3& point) {
      const double depth = view->project(point - origin(i, frame)).depth;
      return pixels / view->pixels_per_metre(depth);
    });
  }
}

Painter::Painter(const Scene& scene, const Camera& camera, const Style& style,
                 const Steadiness& steadiness) {
  auto state = std::make_unique<State>(scene, camera, style);
  state->keep_steady(steadiness.point_px);
  state->label_s = steadiness.label_s;
  State& writable = *state;
  state_ = std::move(state);
  writable.backdrop = rasterise(backdrop());
}
Painter::~Painter() = default;

int Painter::width() const noexcept {
  return state_->style.width * static_cast<int>(state_->actors.size());
}
int Painter::height() const noexcept { return state_->style.height; }
int Painter::frames() const noexcept { return state_->frames; }

Picture Painter::backdrop() const {
  const Style& style = state_->style;
  Picture picture{width(), height(), style.background, {}};
  for (std::size_t i = 0; i < state_->actors.size(); ++i) {
    Layer layer{state_->cell(i), {}};
    if (style.grid && !state_->moving_floor) {
      add_floor(layer.shapes, state_->stage(i, 0), state_->radius, style);
    }
    add_panel_title(layer.shapes, layer.clip, state_->titles[i], style);
    picture.layers.push_back(std::move(layer));
  }
  Layer top{{0.0, 0.0, static_cast<double>(width()), static_cast<double>(height())}, {}};
  add_title(top.shapes, width(), style);
  picture.layers.push_back(std::move(top));
  return picture;
}

std::vector<Layer> Painter::action(int frame) const {
  const Style& style = state_->style;
  if (frame < 0 || frame >= frames()) {
    throw UsageError(
        fmt::format("frame {}: expected a frame of the scene, 0 to {}", frame, frames() - 1));
  }
  std::vector<Layer> layers;
  for (std::size_t i = 0; i < state_->actors.size(); ++i) {
    Layer layer{state_->cell(i), {}};
    const Stage stage = state_->stage(i, frame);
    if (style.grid && state_->moving_floor) add_floor(layer.shapes, stage, state_->radius, style);
    if (style.shadow) add_shadow(layer.shapes, stage, state_->actors[i], frame, style);
    add_footprints(layer.shapes, stage, state_->footprints[i], frame, style);
    add_figure(layer.shapes, stage, state_->actors[i], frame, style);
    layers.push_back(std::move(layer));
  }
  if (style.time_label) {
    const double u = unit_of(style);
    layers.back().shapes.emplace_back(Label{{width() - 14.0 * u, height() - 14.0 * u},
                                            time_text(frame / state_->fps, state_->label_s),
                                            11.0 * u,
                                            mix(style.background, style.ink(), 0.6),
                                            Anchor::kRight});
  }
  return layers;
}

Picture Painter::picture(int frame) const {
  Picture picture = backdrop();
  std::vector<Layer> layers = action(frame);
  std::move(layers.begin(), layers.end(), std::back_inserter(picture.layers));
  return picture;
}

Image Painter::paint(int frame) const {
  Image image = state_->backdrop;
  static_cast<void>(draw(image, action(frame), Edges::kFast));
  return image;
}

void Painter::paint(int frame, Canvas& canvas) const {
  const Image& backdrop = state_->backdrop;
  if (canvas.image.width != backdrop.width || canvas.image.height != backdrop.height) {
    canvas = {backdrop, Coverage(backdrop.width, backdrop.height)};
  }
  const std::vector<Layer> layers = action(frame);  // what may throw comes first
  for (int y = 0; y < backdrop.height; ++y) {
    const auto [begin, end] = canvas.covered.row(y);
    if (begin >= end) continue;
    const std::size_t row = static_cast<std::size_t>(y) * backdrop.width;
    std::copy_n(backdrop.pixels.data() + row + begin, end - begin,
                canvas.image.pixels.data() + row + begin);
  }
  canvas.covered = draw(canvas.image, layers, Edges::kFast);
}

}  // namespace poseaae::render
