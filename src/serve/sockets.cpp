#include "serve/sockets.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "poseaae/base/error.hpp"

namespace poseaae::serve {

namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Addresses addresses_of(const std::string& address, int port) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0) {
    throw UsageError(fmt::format("bind: expected an address in digits, found '{}'", address));
  }
  return {found, &freeaddrinfo};
}

void switch_on(int socket, int level, int option) {
  const int on = 1;
  setsockopt(socket, level, option, &on, sizeof on);
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

Descriptor listening_socket(const std::string& address, int port) {
  const Addresses found = addresses_of(address, port);
  Descriptor socket(::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  switch_on(socket.number(), SOL_SOCKET, SO_REUSEADDR);
  static constexpr int kWaiting = 512;
  if (bind(socket.number(), found->ai_addr, found->ai_addrlen) != 0 ||
      listen(socket.number(), kWaiting) != 0) {
    const char* const advice = errno == EADDRINUSE ? "choose another port"
                                                   : "choose an address of this machine and a port "
                                                     "that you may use";
    throw OutputError(fmt::format("{} port {}: cannot serve the page there: {}; {}", address, port,
                                  std::strerror(errno), advice));
  }
  return socket;
}

int port_of(const Descriptor& socket) {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  getsockname(socket.number(), reinterpret_cast<sockaddr*>(&own), &size);
  return ntohs(own.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(own).sin6_port
                                         : reinterpret_cast<const sockaddr_in&>(own).sin_port);
}

Descriptor next_client(const Descriptor& listening) {
  Descriptor client(accept4(listening.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!client) return client;
  switch_on(client.number(), IPPROTO_TCP, TCP_NODELAY);
  // What waits in the system is old when it arrives: a slow page is to miss frames instead.
  const int bytes = 32768;
  setsockopt(client.number(), SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
  return client;
}

std::string outside_address() {
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return "127.0.0.1";
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(all, &freeifaddrs);
  for (const ifaddrs* each = all; each != nullptr; each = each->ifa_next) {
    const bool is_outside =
        (each->ifa_flags & IFF_UP) != 0 && (each->ifa_flags & IFF_LOOPBACK) == 0;
    if (!is_outside || each->ifa_addr == nullptr || each->ifa_addr->sa_family != AF_INET) continue;
    std::array<char, INET_ADDRSTRLEN> text{};
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(each->ifa_addr)->sin_addr, text.data(),
              text.size());
    return text.data();
  }
  return "127.0.0.1";
}

}  // namespace poseaae::serve
