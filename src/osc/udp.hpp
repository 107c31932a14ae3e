#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <string>

#include "poseaae/osc/endpoint.hpp"

/// Sockets, for the other files of this folder.
namespace poseaae::osc {

/// An address as the system has it.
struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;

  [[nodiscard]] int family() const noexcept { return storage.ss_family; }
  [[nodiscard]] const sockaddr* get() const noexcept {
    return reinterpret_cast<const sockaddr*>(&storage);
  }
  [[nodiscard]] sockaddr* get() noexcept { return reinterpret_cast<sockaddr*>(&storage); }
  /// The number of the host, without the port.
  [[nodiscard]] std::string host() const;
  [[nodiscard]] int port() const noexcept;
  void set_port(int port) noexcept;
};

/// Waits for a server of names where the host is no number.
/// @throws UsageError that names the option, where there is no such host
[[nodiscard]] Address resolved(const Endpoint& endpoint, const std::string& option);

/// A UDP socket that never blocks a sender.
class UdpSocket {
 public:
  /// @throws Error where the system has none
  explicit UdpSocket(int family);
  UdpSocket(UdpSocket&& other) noexcept;
  UdpSocket& operator=(UdpSocket&&) = delete;
  ~UdpSocket();

  [[nodiscard]] int fd() const noexcept { return fd_; }

 private:
  int fd_;
};

}  // namespace poseaae::osc
