#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "poseaae/live/message.hpp"

namespace poseaae::osc {

/// A number for each host that says something over OSC, so that what it has set is told to the
/// others and not to it. The numbers of hosts ("192.168.1.20") count, and whatever programs speak
/// there. For any thread.
class Hosts {
 public:
  /// The first 256 have numbers of their own; those after them share one.
  [[nodiscard]] live::Peer peer_of(const std::string& host);
  /// nullopt for a peer that is none of them.
  [[nodiscard]] std::optional<std::string> host_of(live::Peer peer) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, live::Peer> peers_;
  live::Peer others_ = live::next_peer();
};

}  // namespace poseaae::osc
