#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "poseaae/live/message.hpp"
#include "poseaae/osc/packet.hpp"

namespace poseaae::osc {

/// Packets that are the same from frame to frame but for some floats. They are serialised once, by
/// liblo; then only these floats are written, in place and big-endian.
class FramePackets {
 public:
  /// A message with fixed values, then n floats that change; its number.
  std::size_t add(const std::string& address, const std::vector<live::Value>& fixed, std::size_t n);
  /// One packet a message.
  void finish();
  /// In bundles, as many messages in their order as fit into `most` bytes; more than that only
  /// where one message is larger.
  void finish_bundled(std::size_t most);

  /// After finish(). They stay where they are.
  [[nodiscard]] std::span<const Bytes> packets() const noexcept { return views_; }
  /// The i-th of the floats of a message.
  void put(std::size_t message, std::size_t i, float value) noexcept;

 private:
  struct Message {
    std::size_t floats;  ///< how many
    std::size_t packet;
    std::size_t at;  ///< of the first in the packet
  };
  void view();

  std::vector<std::vector<std::byte>> packets_;
  std::vector<Message> messages_;
  std::vector<Bytes> views_;
};

}  // namespace poseaae::osc
