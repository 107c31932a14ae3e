#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstddef>
#include <string>
#include <vector>

#include "poseaae/osc/endpoint.hpp"

namespace poseaae::test {

/// A UDP socket of this machine, to see what comes, and to send from.
class UdpListener {
 public:
  UdpListener() : fd_(socket(AF_INET, SOCK_DGRAM, 0)) {
    sockaddr_in own = at(0);
    bind(fd_, reinterpret_cast<sockaddr*>(&own), sizeof own);
    socklen_t size = sizeof own;
    getsockname(fd_, reinterpret_cast<sockaddr*>(&own), &size);
    port_ = ntohs(own.sin_port);
  }
  UdpListener(const UdpListener&) = delete;
  UdpListener& operator=(const UdpListener&) = delete;
  ~UdpListener() { close(fd_); }

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] osc::Endpoint endpoint() const { return {"127.0.0.1", port_}; }

  /// The next datagram; empty if none comes within the time.
  [[nodiscard]] std::vector<std::byte> next(int milliseconds = 2000) {
    pollfd waited{fd_, POLLIN, 0};
    if (poll(&waited, 1, milliseconds) != 1) return {};
    std::vector<std::byte> datagram(65536);
    datagram.resize(static_cast<std::size_t>(recv(fd_, datagram.data(), datagram.size(), 0)));
    return datagram;
  }
  void send(const std::vector<std::byte>& datagram, int port) const {
    const sockaddr_in to = at(port);
    sendto(fd_, datagram.data(), datagram.size(), 0, reinterpret_cast<const sockaddr*>(&to),
           sizeof to);
  }

 private:
  static sockaddr_in at(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
  }

  int fd_;
  int port_ = 0;
};

}  // namespace poseaae::test
