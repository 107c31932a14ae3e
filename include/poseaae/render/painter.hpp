#pragma once

#include <memory>

#include "poseaae/render/camera.hpp"
#include "poseaae/render/picture.hpp"
#include "poseaae/render/scene.hpp"
#include "poseaae/render/style.hpp"

namespace poseaae::render {

/// A picture that is repainted frame by frame, and the part of the backdrop that its last frame
/// covered.
struct Canvas {
  Image image;
  Coverage covered;
};

/// Tolerances by which an animation, which is stored as changes between frames, keeps pixels
/// unchanged.
struct Steadiness {
  /// A point of a body stays where it was drawn until it has moved by this many pixels, so that
  /// noise and slow drift change nothing.
  double point_px = 0.0;
  /// Step of the time label in seconds.
  double label_s = 0.1;
};

/// Draws the frames of a scene, panels side by side (each style.width x style.height).
///
/// One scale for all axes and all panels, fixed over the sequence: every point of every frame is
/// inside. Panels whose motions take place at the same spot share one origin; others are centred
/// individually. The floor lies at the lowest point of the motion. Depth shows in thickness and
/// shade around the body's own depth, so that it reads the same near and far. Left, right and
/// centre differ by colour (mocap::anatomy_of()). All methods are const and safe to call from
/// several threads.
class Painter {
 public:
  /// @throws UsageError when camera or style are not valid
  Painter(const Scene& scene, const Camera& camera, const Style& style,
          const Steadiness& steadiness = {});
  ~Painter();

  [[nodiscard]] int width() const noexcept;
  [[nodiscard]] int height() const noexcept;
  [[nodiscard]] int frames() const noexcept;

  /// What does not change from frame to frame: floor and titles.
  [[nodiscard]] Picture backdrop() const;
  /// What does: shadow, footprints, dancers, time.
  [[nodiscard]] std::vector<Layer> action(int frame) const;
  /// Both.
  [[nodiscard]] Picture picture(int frame) const;
  /// picture() as pixels, for animations: the backdrop is drawn once and kept, and edges of what
  /// moves are fast rather than fine.
  [[nodiscard]] Image paint(int frame) const;
  /// The same picture on a canvas that this painter may have painted before: only what was covered
  /// then is restored. A canvas belongs to one thread at a time.
  void paint(int frame, Canvas& canvas) const;

 private:
  struct State;
  std::unique_ptr<const State> state_;
};

/// Width of a strip's cells as a share of a panel's width, when there is more than one pose.
inline constexpr double kStripCell = 0.66;

/// A contact strip: `count` poses evenly spread over the scene, from the first frame to the last,
/// left to right; one row per panel. Each pose is centred, all at one scale. At most one pose per
/// frame. One layer per pose, row by row, its clip the cell; titles come last. @throws UsageError
/// when count < 1 or the strip is wider than 32767 pixels
[[nodiscard]] Picture contact_strip(const Scene& scene, const Camera& camera, const Style& style,
                                    int count);

}  // namespace poseaae::render
