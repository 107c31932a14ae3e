#pragma once

#include <memory>
#include <vector>

#include "poseaae/live/frame.hpp"
#include "poseaae/osc/endpoint.hpp"
#include "poseaae/osc/room.hpp"
#include "poseaae/osc/sent.hpp"

namespace poseaae::osc {

inline constexpr int kOutPort = 9004;  ///< where the tools of the AI-Toolbox send to

struct PoseSenderOptions {
  std::vector<Endpoint> targets{{"127.0.0.1", kOutPort}};
  Room room{};
  bool index = true;    ///< false: the older addresses, without the performer's number
  bool bundle = false;  ///< the three messages in one bundle
};

/// Sends each frame as three messages of OSC, floats alone:
///   /mocap/0/joint/pos_world  J x 3, x y z in the room
///   /mocap/0/joint/rot_world  J x 4, w x y z in the room
///   /mocap/0/joint/rot_local  J x 4, w x y z on the parent; the first is the root's in the room
/// one packet each and no bundle, since some libraries show no message that is inside one. show()
/// allocates nothing, and never waits.
class PoseSender : public live::FrameSink {
 public:
  /// @throws UsageError where a target is no host
  PoseSender(int joints, const PoseSenderOptions& options);
  ~PoseSender() override;

  void show(const live::Frame& frame) noexcept override;
  [[nodiscard]] Sent sent() const noexcept;

 private:
  class Packets;
  std::unique_ptr<Packets> packets_;
};

}  // namespace poseaae::osc
