#pragma once

#include <vector>

#include "poseaae/render/camera.hpp"

namespace poseaae::render {

struct Layer;

/// The pixels of an image that shapes may touch: one span of columns per row, empty when begin >=
/// end. It never misses a pixel: spans are bounds of the shapes with a margin for anti-aliasing,
/// clipped to layer and image.
class Coverage {
 public:
  struct Span {
    int begin = 0;
    int end = 0;
    friend bool operator==(const Span&, const Span&) = default;
  };

  Coverage() = default;
  Coverage(int width, int height) : width_(width), rows_(height) {}

  [[nodiscard]] const Span& row(int y) const { return rows_[y]; }
  void add(const Layer& layer);
  void add(int y, const Span& span);
  /// Every pixel that the box touches.
  void add(const Viewport& box);
  void add(const Coverage& other);
  /// One more pixel on each side of every span, above and below.
  [[nodiscard]] Coverage grown() const;

 private:
  int width_ = 0;
  std::vector<Span> rows_;
};

}  // namespace poseaae::render
