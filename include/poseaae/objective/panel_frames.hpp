#pragma once

#include "poseaae/kernels/layout.hpp"
#include "poseaae/mocap/row_shape.hpp"

namespace poseaae::objective {

/// Where the frames of rows lie in a panel (kernels/layout.hpp) of features: for each frame its
/// rotations in their form, its root, its contacts (mocap::RowShape). The numbers of a row are its
/// features with quaternions.
struct PanelFrames {
  PanelFrames(const mocap::RowShape& shape, kernels::RotationForm form)
      : count(static_cast<std::size_t>(shape.frames)),
        width(static_cast<std::size_t>(shape.frame_features(form))),
        rotations(width - static_cast<std::size_t>(shape.extras())),
        contacts(shape.travels ? static_cast<std::size_t>(shape.contacts) : 0) {}

  std::size_t count;      ///< of frames, W
  std::size_t width;      ///< features of a frame: rotations, root, contacts
  std::size_t rotations;  ///< its features of rotations
  std::size_t contacts;   ///< its contacts, C

  [[nodiscard]] std::size_t row() const { return count * width; }
  /// The rows of a frame; its root, its contacts.
  template <typename T>
  [[nodiscard]] T* frame(T* panel, std::size_t t) const {
    return panel + t * width * kernels::kLanes;
  }
  template <typename T>
  [[nodiscard]] T* root(T* panel, std::size_t t) const {
    return frame(panel, t) + rotations * kernels::kLanes;
  }
  template <typename T>
  [[nodiscard]] T* contact(T* panel, std::size_t t) const {
    return frame(panel, t + 1) - contacts * kernels::kLanes;
  }
};

}  // namespace poseaae::objective
