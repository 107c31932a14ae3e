#pragma once

#include <vector>

#include "figure.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/two_bone_ik.hpp"

namespace poseaae::retarget {

/// A foot that is to stay with the scaled source's.
struct FootWay {
  /// T: where the toes are from the ankle, in the world, of the target less of the scaled source.
  std::vector<mocap::Vec3> toe;
  std::vector<char> on;  ///< T: something touches
  /// T: how much it is the toes that are held: 1 where the heel does not touch, 0 where the toes do
  /// not; where both do, v_h^2 / (v_h^2 + v_t^2) of their speeds in the source.
  std::vector<double> toe_share;
};

/// T, c: by how much the ankle leaves S(ankle), so that what touches moves as that of the scaled
/// source does: from a frame to the next it changes by - share (toe_t - toe_(t-1)). Of a run of
/// frames in contact, the mean of c is 0, that over the frames in which the heel touches if there
/// are any. Between runs c goes along a cubic, by way of 0 where they are more than 0.3 s apart.
[[nodiscard]] std::vector<mocap::Vec3> ankle_shifts(const FootWay& way, double fps);

}  // namespace poseaae::retarget
