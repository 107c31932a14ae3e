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
  std::vector<char> heel_on;  ///< T
  std::vector<char> toe_on;   ///< T
};

/// T, c: by how much the ankle leaves S(ankle), so that what touches moves as that of the scaled
/// source does. While the heel touches c stays, while the toes alone do c + toe does; of a run of
/// frames with any contact, the mean of c is 0, or c is 0 as long as the heel touches. Between
/// runs c goes along a cubic, and to 0 within 0.3 s where nothing follows.
[[nodiscard]] std::vector<mocap::Vec3> ankle_shifts(const FootWay& way, double fps);

}  // namespace poseaae::retarget
