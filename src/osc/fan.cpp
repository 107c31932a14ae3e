#include "fan.hpp"

#include <algorithm>

namespace poseaae::osc {

Fan::Fan(const std::vector<Endpoint>& targets, const std::string& option) {
  for (const Endpoint& target : targets) targets_.push_back(resolved(target, option));
  for (const Address& target : targets_) {
    if (std::ranges::find(families_, target.family(), &Family::family) == families_.end()) {
      families_.push_back({target.family(), UdpSocket(target.family()), {}});
    }
  }
}

Fan::Family& Fan::family_of(const Address& target) {
  return *std::ranges::find(families_, target.family(), &Family::family);
}

void Fan::set_packets(std::span<const Bytes> packets) {
  parts_.clear();
  for (const Bytes packet : packets) {
    parts_.push_back({const_cast<std::byte*>(packet.data()), packet.size()});
  }
  for (Family& family : families_) family.messages.clear();
  for (Address& target : targets_) {
    for (iovec& part : parts_) {
      mmsghdr message{};
      message.msg_hdr.msg_name = target.get();
      message.msg_hdr.msg_namelen = target.size;
      message.msg_hdr.msg_iov = &part;
      message.msg_hdr.msg_iovlen = 1;
      family_of(target).messages.push_back(message);
    }
  }
}

void Fan::send() noexcept {
  for (Family& family : families_) {
    std::size_t done = 0;
    while (done < family.messages.size()) {
      const int sent = sendmmsg(family.socket.fd(), &family.messages[done],
                                static_cast<unsigned>(family.messages.size() - done), MSG_DONTWAIT);
      // The first that could not go is what the call failed by; those behind it may go elsewhere.
      count(sent < 0 ? 0 : static_cast<std::uint64_t>(sent), sent < 0 ? 1 : 0);
      done += static_cast<std::size_t>(std::max(sent, 1));
    }
  }
}

void Fan::send(Bytes packet, std::size_t target) noexcept {
  const Address& to = targets_[target];
  const ssize_t sent = sendto(family_of(to).socket.fd(), packet.data(), packet.size(), MSG_DONTWAIT,
                              to.get(), to.size);
  count(sent < 0 ? 0 : 1, sent < 0 ? 1 : 0);
}

void Fan::count(std::uint64_t sent, std::uint64_t dropped) noexcept {
  packets_ += sent;
  dropped_ += dropped;
}

}  // namespace poseaae::osc
