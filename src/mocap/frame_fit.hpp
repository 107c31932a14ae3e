#pragma once

#include <optional>
#include <vector>

#include "poseaae/mocap/frame_mirror.hpp"

namespace poseaae::mocap {

/// Bones at a joint, and those at its partner that they are mirror images of, in the same order.
struct BonePairs {
  std::vector<Vec3> here;
  std::vector<Vec3> there;
};

/// sum |S there - here|^2.
[[nodiscard]] double misfit(const FrameMirror& frame, const BonePairs& bones);

/// max |S there / |there| - here / |here||, of bones that are both longer than `shortest`.
[[nodiscard]] double worst_direction(const FrameMirror& frame, const BonePairs& bones,
                                     double shortest);

/// The S of least misfit where the bones do not fit along the axes; of several, the one nearest to
/// `near`. In the middle it is the reflection in a plane. Two bones that are each other's images
/// have a plane between them whatever they are: alone they determine none.
[[nodiscard]] std::optional<FrameMirror> fit(const FrameMirror& near, const BonePairs& bones,
                                             bool in_middle);

}  // namespace poseaae::mocap
