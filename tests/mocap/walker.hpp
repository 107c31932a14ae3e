#pragma once

#include <functional>
#include <string>
#include <vector>

#include "poseaae/math/quaternion.hpp"

namespace poseaae::mocap::test {

/// A joint of the walker, in centimetres.
struct WalkerJoint {
  std::string name;
  int parent;
  math::Vec3 offset;
  math::Vec3 end;  ///< of its end site; 0 for none
};

/// How a file of the walker is written; by default with positions at the root alone.
struct WalkerStyle {
  double units_per_cm = 1.0;
  std::string frame_time = "0.0333333";
  int frames = 24;
  bool positions_everywhere = false;
  /// OFFSET of a joint that is written, from what it is.
  std::function<math::Vec3(const WalkerJoint&)> offset = [](const WalkerJoint& j) {
    return j.offset;
  };
  /// The positions that are written, from those in the parent's frame.
  std::function<math::Vec3(int frame, const WalkerJoint&, const math::Vec3&)> position =
      [](int, const WalkerJoint&, const math::Vec3& p) { return p; };
  std::string more_channels{};  ///< of the root, behind its rotations
  std::string more_numbers{};   ///< of the root in each row
  std::string camera{};         ///< a joint beside the hips, whose parent is then a scene
};

/// A person of 1.73 m with 18 joints from hips to hands, who walks 24 cm along z.
[[nodiscard]] const std::vector<WalkerJoint>& walker_joints();
[[nodiscard]] std::string walker_bvh(const WalkerStyle& style = {});

}  // namespace poseaae::mocap::test
