#include "udp.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>
#include <utility>

#include "poseaae/base/error.hpp"

namespace poseaae::osc {

std::string Address::host() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* const number =
      family() == AF_INET6
          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_addr)
          : &reinterpret_cast<const sockaddr_in*>(&storage)->sin_addr;
  if (inet_ntop(family(), number, text.data(), text.size()) == nullptr) return "";
  const std::string host = text.data();
  // A socket of IPv6 that hears IPv4 too has it behind this.
  constexpr const char* kMapped = "::ffff:";
  return host.starts_with(kMapped) && host.find('.') != host.npos ? host.substr(7) : host;
}

int Address::port() const noexcept {
  return ntohs(family() == AF_INET6 ? reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port
                                    : reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
}

void Address::set_port(int port) noexcept {
  const in_port_t number = htons(static_cast<std::uint16_t>(port));
  if (family() == AF_INET6) {
    reinterpret_cast<sockaddr_in6*>(&storage)->sin6_port = number;
  } else {
    reinterpret_cast<sockaddr_in*>(&storage)->sin_port = number;
  }
}

Address resolved(const Endpoint& endpoint, const std::string& option) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_DGRAM;
  addrinfo* found = nullptr;
  const int failed =
      getaddrinfo(endpoint.host.c_str(), std::to_string(endpoint.port).c_str(), &wanted, &found);
  if (failed != 0) {
    throw UsageError(
        fmt::format("{} {}: no such host: {}", option, endpoint.text(),
                    failed == EAI_SYSTEM ? std::strerror(errno) : gai_strerror(failed)));
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, freeaddrinfo);
  Address address;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    // "localhost" is both; most programs listen at the one of IPv4.
    if (address.size != 0 && one->ai_family != AF_INET) continue;
    address.size = one->ai_addrlen;
    std::memcpy(&address.storage, one->ai_addr, one->ai_addrlen);
    if (one->ai_family == AF_INET) break;
  }
  return address;
}

UdpSocket::UdpSocket(int family) : fd_(socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  if (fd_ < 0) {
    throw Error(fmt::format("OSC: no UDP socket: {}", std::generic_category().message(errno)));
  }
  // 192.168.1.255 is a target like others.
  const int yes = 1;
  setsockopt(fd_, SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes);
}

UdpSocket::UdpSocket(UdpSocket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

UdpSocket::~UdpSocket() {
  if (fd_ >= 0) close(fd_);
}

}  // namespace poseaae::osc
