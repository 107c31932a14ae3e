#pragma once

#include <string>
#include <utility>

namespace poseaae::serve {

/// A file descriptor that is closed with its owner.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();

  [[nodiscard]] int number() const noexcept { return number_; }
  [[nodiscard]] explicit operator bool() const noexcept { return number_ >= 0; }

 private:
  int number_ = -1;
};

/// A TCP socket that listens, without waiting, at an address in digits. Port 0: any that is free.
/// @throws UsageError (no address in digits), OutputError (taken, or not an address of this
/// machine)
[[nodiscard]] Descriptor listening_socket(const std::string& address, int port);
[[nodiscard]] int port_of(const Descriptor& socket);
/// The next client, whose socket does not wait; none where there is none.
[[nodiscard]] Descriptor next_client(const Descriptor& listening);

/// An address in digits under which others may reach this machine: that of its first interface that
/// is up and no loopback; "127.0.0.1" where there is none.
[[nodiscard]] std::string outside_address();

}  // namespace poseaae::serve
