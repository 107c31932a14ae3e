#pragma once

namespace poseaae::osc {

/// In what OSC tells where things are, in both directions; inside, it is metres and y up.
///
/// With z up, everything is turned about x by 90 degrees, the bones at rest with it:
/// (x, y, z) becomes (x, -z, y), and the vector part of each quaternion likewise, local or not.
struct Room {
  double per_metre = 1.0;  ///< 100: centimetres
  bool z_up = false;
};

}  // namespace poseaae::osc
