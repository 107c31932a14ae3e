#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "poseaae/live/instrument.hpp"
#include "poseaae/osc/addresses.hpp"
#include "poseaae/osc/packet.hpp"
#include "poseaae/osc/room.hpp"

namespace poseaae::osc {

/// Who sent a packet, for those who ask something.
class Sender {
 public:
  virtual ~Sender() = default;
  [[nodiscard]] virtual live::Peer peer() const = 0;
  /// Sends it messages, one packet each, to `port`, or where that is 0 to the port that it sent
  /// from.
  virtual void answer(std::span<const live::Message> messages, int port) = 0;
};

struct ReceiverOptions {
  Room room{};  ///< of places and rotations that come in
};

/// Plays an instrument by packets of OSC. "/poseaae/..." goes to it as it is, what the AI-Toolbox
/// says in our words (aliases()), and performers' poses to its source "live". "/poseaae/state" asks
/// for everything that is set, twenty times a second at most; a number with it is the port that the
/// answer goes to. Other messages
/// below /mocap/0/joint and /mocap/joint are passed over: those who send poses send them along.
///
/// Nothing that comes in throws or ends anything. What cannot be followed is counted, and of each
/// kind the first is logged, up to 64 kinds: damaged packets by their damage, messages by address.
/// An address is taken at its word, and never as a pattern: '*' and the like are refused, since
/// what addresses there are depends on the model.
class Receiver : private live::Listener {
 public:
  Receiver(live::Instrument& instrument, const ReceiverOptions& options);
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;
  ~Receiver() override;

  /// One datagram. For one thread at a time.
  void take(Bytes packet, Sender& sender);
  /// For any thread.
  [[nodiscard]] live::Received received() const noexcept {
    return {taken_.load(), refused_.load()};
  }

 private:
  void heard(const live::Message&, live::Peer) override {}
  void described() override { described_ = true; }

  void take(const live::Message& message, Sender& sender);
  void take_alias(const Alias& alias, const live::Message& message, live::Peer from);
  void take_rotations(const live::Message& message);
  void take_positions(const live::Message& message);
  void answer(const live::Message& message, Sender& sender);
  /// Counts it, and names it if it is the first of its kind. "" is followed.
  void count(const std::string& refused, const std::string& kind);
  void look_again();

  live::Instrument& instrument_;
  ReceiverOptions options_;
  std::atomic<bool> described_ = true;
  std::vector<std::string> clips_;
  std::size_t joints_ = 0;
  std::vector<float> rotations_;
  std::vector<float> root_;  ///< 3, or none yet
  std::map<std::string, std::uint64_t> named_;
  std::atomic<std::uint64_t> taken_ = 0;
  std::atomic<std::uint64_t> refused_ = 0;
  std::chrono::steady_clock::time_point next_answer_{};
};

}  // namespace poseaae::osc
