#include "poseaae/render/scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "poseaae/base/error.hpp"

namespace poseaae::render {

namespace {

std::vector<Panel> single(mocap::Motion motion, std::string title) {
  std::vector<Panel> panels;
  panels.push_back({std::move(title), std::move(motion)});
  return panels;
}

}  // namespace

Scene::Scene(mocap::Motion motion, std::string title)
    : Scene(single(std::move(motion), std::move(title))) {}

Scene::Scene(std::vector<Panel> panels) : panels_(std::move(panels)) {
  if (panels_.empty()) throw UsageError("nothing to draw: expected at least one motion");
  for (const Panel& panel : panels_) {
    const std::string name = panel.title.empty() ? "motion" : fmt::format("'{}'", panel.title);
    if (panel.motion.frames() < 1) {
      throw UsageError(
          fmt::format("nothing to draw: expected at least one frame, found none in {}", name));
    }
    const double fps = panel.motion.fps();
    if (std::abs(fps - this->fps()) > 1e-3 * this->fps()) {
      throw UsageError(
          fmt::format("panels: expected the same frame rate in all, {:g} fps, found {:g} in {}; "
                      "resample it first",
                      this->fps(), fps, name));
    }
    frames_ = std::max(frames_, panel.motion.frames());
  }
}

}  // namespace poseaae::render
