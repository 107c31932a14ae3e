#include "poseaae/osc/hosts.hpp"

namespace poseaae::osc {

namespace {

constexpr std::size_t kMostHosts = 256;

}  // namespace

live::Peer Hosts::peer_of(const std::string& host) {
  const std::lock_guard lock(mutex_);
  const auto known = peers_.find(host);
  if (known != peers_.end()) return known->second;
  if (peers_.size() == kMostHosts) return others_;
  return peers_.emplace(host, live::next_peer()).first->second;
}

std::optional<std::string> Hosts::host_of(live::Peer peer) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [host, its] : peers_) {
    if (its == peer) return host;
  }
  return std::nullopt;
}

}  // namespace poseaae::osc
