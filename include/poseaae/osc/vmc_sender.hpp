#pragma once

#include <memory>
#include <string>
#include <vector>

#include "poseaae/live/frame.hpp"
#include "poseaae/mocap/humanoid.hpp"
#include "poseaae/mocap/motion.hpp"
#include "poseaae/osc/endpoint.hpp"
#include "poseaae/osc/sent.hpp"

namespace poseaae::osc {

inline constexpr int kVmcPort = 39539;  ///< where marionettes of VMC listen

/// What Unity calls the bone in HumanBodyBones: VRM's name with a capital. VRM's thumb begins with
/// a metacarpal, Unity's with what it calls proximal.
[[nodiscard]] std::string unity_name(mocap::HumanBone bone);

struct VmcSenderOptions {
  std::vector<Endpoint> targets{{"127.0.0.1", kVmcPort}};
};

/// Sends each frame by the VMC protocol, as a performer does: /VMC/Ext/OK 1, /VMC/Ext/T with the
/// seconds, /VMC/Ext/Root/Pos, which rests at 0, and /VMC/Ext/Bone/Pos of each bone of a human body
/// that the skeleton has: where it is on the bone above (the hips: in the room) and how it is
/// turned there from the T-pose (mocap::t_pose_of()), x y z w.
///
/// Unity's axes are left-handed. Both look along +z; x is mirrored: (x, y, z) becomes (-x, y, z),
/// and a rotation (x, y, z, w) becomes (x, -y, -z, w).
///
/// "Packets may be bundled" (https://protocol.vmc.info/english), and they are, up to 1400 bytes
/// each, which a network takes in one piece: a body of 22 bones is two datagrams and not 25.
class VmcSender : public live::FrameSink {
 public:
  /// `poses` has the skeleton, and frames for t_pose_of() where its rest pose is none that a body
  /// can stand in. @throws UsageError where a target is no host, or hips and head are not known
  VmcSender(const mocap::Motion& poses, const VmcSenderOptions& options);
  ~VmcSender() override;

  void show(const live::Frame& frame) noexcept override;
  [[nodiscard]] Sent sent() const noexcept;

 private:
  class Packets;
  std::unique_ptr<Packets> packets_;
};

}  // namespace poseaae::osc
