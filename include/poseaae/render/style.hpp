#pragma once

#include <optional>
#include <string>

#include "poseaae/render/colour.hpp"

namespace poseaae::render {

/// How a dancer is drawn. The defaults suit a light page; on a dark background, the ink (text,
/// floor) and the centre of the body become light automatically.
struct Style {
  int width = 480;          ///< of one panel, pixels
  int height = 480;         ///< pixels
  double line_width = 1.0;  ///< multiplies the thickness of limbs
  Colour background{250, 248, 245};
  Colour left{33, 113, 181};
  Colour right{228, 87, 46};
  std::optional<Colour> centre;  ///< spine and head; contrasts with the background when empty
  bool grid = true;              ///< floor lines every half metre
  bool shadow = true;            ///< soft contact shadow under the dancer
  bool contacts = false;         ///< footprints where feet carry weight (footing/contacts.hpp)
  bool time_label = true;        ///< seconds and frame number in the lower right corner
  std::string title;             ///< above everything

  /// @throws UsageError: a size outside [16, 16384] or a line width outside (0, 20]
  void validate() const;

  /// The colour of text and floor: dark on light, light on dark.
  [[nodiscard]] Colour ink() const;
  [[nodiscard]] Colour centre_colour() const;
};

}  // namespace poseaae::render
