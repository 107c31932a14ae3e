#include "poseaae/osc/server.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <exception>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "udp.hpp"

namespace poseaae::osc {

namespace {

constexpr std::size_t kLargestDatagram = 65536;

/// The host of one packet, which can be answered.
class From : public Sender {
 public:
  From(int socket, const Address& address, live::Peer peer)
      : socket_(socket), address_(address), peer_(peer) {}
  [[nodiscard]] live::Peer peer() const override { return peer_; }
  void answer(std::span<const live::Message> messages, int port) override {
    Address to = address_;
    if (port != 0) to.set_port(port);
    for (const live::Message& message : messages) {
      const auto packet = packet_of(message);
      sendto(socket_, packet.data(), packet.size(), MSG_DONTWAIT, to.get(), to.size);
    }
  }

 private:
  int socket_;
  const Address& address_;
  live::Peer peer_;
};

UdpSocket bound(const Endpoint& at) {
  const Address address = resolved(at, "--osc-bind");
  UdpSocket socket(address.family());
  if (address.family() == AF_INET6) {
    const int no = 0;  // "::" hears IPv4 too
    setsockopt(socket.fd(), IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
  }
  if (bind(socket.fd(), address.get(), address.size) != 0) {
    if (errno == EADDRINUSE) {
      throw UsageError(fmt::format(
          "port {} is in use: another program listens there, perhaps another pose_live; "
          "end it, or choose another port with --osc-in",
          at.port));
    }
    throw UsageError(fmt::format("--osc-bind {}, port {}: {}", at.host, at.port,
                                 std::generic_category().message(errno)));
  }
  return socket;
}

}  // namespace

class Server::Thread {
 public:
  Thread(live::Instrument& instrument, std::shared_ptr<Hosts> hosts, const ServerOptions& options)
      : hosts_(std::move(hosts)),
        receiver_(instrument, options.receiver),
        socket_(bound(options.bind)),
        stop_(eventfd(0, EFD_CLOEXEC)),
        thread_([this] { listen(); }) {}
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;
  ~Thread() {
    stop();
    close(stop_);
  }

  void stop() {
    if (!thread_.joinable()) return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto told = write(stop_, &one, sizeof one);
    thread_.join();
  }

  [[nodiscard]] int port() const {
    Address own;
    own.size = sizeof own.storage;
    getsockname(socket_.fd(), own.get(), &own.size);
    return own.port();
  }
  [[nodiscard]] live::Received received() const { return receiver_.received(); }

 private:
  void listen() {
    std::vector<std::byte> buffer(kLargestDatagram);
    std::array<pollfd, 2> waited{{{socket_.fd(), POLLIN, 0}, {stop_, POLLIN, 0}}};
    while (poll(waited.data(), waited.size(), -1) >= 0 || errno == EINTR) {
      if ((waited[1].revents & POLLIN) != 0) return;
      if (waited[0].revents != 0) take_one(buffer);
    }
  }

  void take_one(std::vector<std::byte>& buffer) {
    Address from;
    from.size = sizeof from.storage;
    const ssize_t size =
        recvfrom(socket_.fd(), buffer.data(), buffer.size(), MSG_DONTWAIT, from.get(), &from.size);
    if (size < 0) return;
    try {
      From sender(socket_.fd(), from, hosts_->peer_of(from.host()));
      receiver_.take(Bytes(buffer.data(), static_cast<std::size_t>(size)), sender);
    } catch (const std::exception& error) {  // whatever one packet does, the next one is heard
      log::error("OSC: {}", error.what());
    }
  }

  std::shared_ptr<Hosts> hosts_;
  Receiver receiver_;
  UdpSocket socket_;
  int stop_;
  std::thread thread_;
};

Server::Server(live::Instrument& instrument, std::shared_ptr<Hosts> hosts,
               const ServerOptions& options)
    : thread_(std::make_unique<Thread>(instrument, std::move(hosts), options)) {}

Server::~Server() = default;

int Server::port() const { return thread_->port(); }

void Server::stop() { thread_->stop(); }

live::Received Server::received() const { return thread_->received(); }

}  // namespace poseaae::osc
