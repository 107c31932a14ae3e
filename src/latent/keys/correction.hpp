#pragma once

#include "poseaae/latent/keys.hpp"

namespace poseaae::latent::keys {

/// The joint that carries the body.
[[nodiscard]] int body_of(const codec::PoseFormat& format, const mocap::Motion& motion);
/// The world rotation of the body in a key's pose, without its heading, in `lean`, and the local
/// ones of all joints.
struct KeyPose {
  mocap::Motion motion;  ///< one frame, the body in the origin's direction
  mocap::Quat lean;
};
[[nodiscard]] KeyPose pose_of(const codec::PoseFormat& format, const Key& key);

/// Moves and turns the whole body so that it is where keys want it; between them the offsets follow
/// their course() (course.hpp).
[[nodiscard]] mocap::Motion with_places(mocap::Motion motion, int body,
                                        const std::vector<Key>& keys);

/// Turns joints so that poses and joints are as the keys want them; the turns fade within fade_s,
/// or until the next key (pass_through()).
[[nodiscard]] mocap::Motion with_poses(mocap::Motion motion, const codec::PoseFormat& format,
                                       const std::vector<Key>& keys, double fade_s);

}  // namespace poseaae::latent::keys
