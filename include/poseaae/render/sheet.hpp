#pragma once

#include <string>
#include <vector>

#include "poseaae/render/picture.hpp"

/// Pages of headings, figures, numbers and other pictures, in one set of colours and sizes.
namespace poseaae::render {

inline constexpr Colour kPaper{255, 255, 255};
inline constexpr Colour kInk{43, 48, 59};
inline constexpr Colour kQuiet{122, 128, 140};  ///< secondary text
inline constexpr Colour kRule{221, 224, 230};
inline constexpr Colour kFirst{31, 111, 178};  ///< the subject of the page
inline constexpr Colour kSecond{222, 90, 49};  ///< what it is compared with

inline constexpr double kPageTitleSize = 24.0;
inline constexpr double kTextSize = 12.5;
inline constexpr double kSmall = 10.5;

/// Shapes on a page, in the order they are drawn.
class Sheet {
 public:
  void text(const Point& at, const std::string& words, Anchor anchor = Anchor::kLeft,
            const Colour& colour = kInk, double size = kTextSize, bool bold = false);
  void box(const Viewport& area, const Colour& colour, double alpha = 1.0, double corner = 0.0);
  void line(std::vector<Point> points, const Colour& colour, double width = 1.0);
  void dot(const Point& at, double radius, const Colour& colour, double alpha = 1.0);
  /// Any shape, as it is.
  void add(const Shape& shape);
  /// A heading with a rule under it; returns the rest of the area below.
  [[nodiscard]] Viewport panel(const Viewport& area, const std::string& heading,
                               const std::string& note = "");
  /// Another picture with its corner at (x, y).
  void place(const Picture& picture, double x, double y);
  /// One layer of it, moved by (x, y).
  void place(const Layer& layer, double x, double y);

  [[nodiscard]] Picture finish(int width, int height) &&;

 private:
  std::vector<Shape> shapes_;
};

}  // namespace poseaae::render
