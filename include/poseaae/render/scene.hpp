#pragma once

#include <string>
#include <vector>

#include "poseaae/mocap/motion.hpp"

namespace poseaae::render {

/// One dancer in a frame of its own.
struct Panel {
  std::string title;  ///< above the panel; may be empty
  mocap::Motion motion;
};

/// Panels drawn side by side, all at frame t; a shorter one stays at its last frame.
class Scene {
 public:
  /// @throws UsageError: no panel, a motion without frames, or panels of different frame rates
  explicit Scene(std::vector<Panel> panels);
  explicit Scene(mocap::Motion motion, std::string title = {});

  [[nodiscard]] const std::vector<Panel>& panels() const noexcept { return panels_; }
  /// Of the longest panel.
  [[nodiscard]] int frames() const noexcept { return frames_; }
  [[nodiscard]] double fps() const noexcept { return panels_.front().motion.fps(); }

 private:
  std::vector<Panel> panels_;
  int frames_ = 0;
};

}  // namespace poseaae::render
