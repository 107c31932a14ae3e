#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "poseaae/osc/packet.hpp"
#include "poseaae/osc/sent.hpp"
#include "udp.hpp"

namespace poseaae::osc {

/// Sends the same packets to each of several targets, in one call of the system for all of IPv4 and
/// one for IPv6. It never waits: what the system cannot take at once is dropped and counted.
class Fan {
 public:
  /// `option` is what errors name. @throws UsageError
  Fan(const std::vector<Endpoint>& targets, const std::string& option);
  Fan(const Fan&) = delete;
  Fan& operator=(const Fan&) = delete;

  /// From now on, these are sent. Their bytes stay where they are, and may change between sends.
  void set_packets(std::span<const Bytes> packets);
  void send() noexcept;
  /// To one target alone.
  void send(Bytes packet, std::size_t target) noexcept;
  [[nodiscard]] const std::vector<Address>& targets() const noexcept { return targets_; }
  /// For any thread.
  [[nodiscard]] Sent sent() const noexcept { return {packets_.load(), dropped_.load()}; }

 private:
  struct Family {
    int family;
    UdpSocket socket;
    std::vector<mmsghdr> messages;
  };
  Family& family_of(const Address& target);
  void count(std::uint64_t sent, std::uint64_t dropped) noexcept;

  std::vector<Address> targets_;
  std::vector<Family> families_;
  std::vector<iovec> parts_;
  std::atomic<std::uint64_t> packets_ = 0;
  std::atomic<std::uint64_t> dropped_ = 0;
};

}  // namespace poseaae::osc
