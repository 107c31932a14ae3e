#pragma once

#include <string>
#include <string_view>

#include "poseaae/serve/http.hpp"

namespace poseaae::serve {

/// Who may ask for the page and drive it. A request is let in if
/// - its Host is an address of this server: on the loopback "127.0.0.1", "localhost" or "[::1]"
/// with
///   the right port; on other interfaces an address in digits, "localhost" or the machine's own
///   name. Any other name is one that an attacker's name server may have pointed here (DNS
///   rebinding).
/// - it carries the token, where there is one: "?token=...", compared in a time that does not tell
///   where it differs.
/// - its Origin, which browsers send where a page asks, is this server, the same host with the same
///   port; or "null", which is what a page from the disk says, where a token is asked for. Programs
///   send none.
class Access {
 public:
  /// @param bound address that the server listens at, in digits: "127.0.0.1", "::1", "0.0.0.0"
  /// @param token "" where none is asked for
  Access(std::string_view bound, int port, std::string token);

  /// @throws HttpError 400 (no host), 401 (token), 403 (host, origin)
  void check(const Request& request) const;

  [[nodiscard]] const std::string& token() const noexcept { return token_; }

 private:
  [[nodiscard]] bool is_own_host(std::string_view host) const;
  [[nodiscard]] bool is_own_origin(std::string_view origin, std::string_view host) const;

  bool loopback_;
  int port_;
  std::string token_;
  std::string machine_;  ///< its name
};

/// Whether an address in digits is one that only this machine reaches: 127.0.0.0/8, ::1.
/// @throws UsageError unless it is an address in digits
[[nodiscard]] bool is_loopback(std::string_view address);

/// 128 random bits in 32 hexadecimal digits, from the system's generator.
[[nodiscard]] std::string random_token();

/// A token as it may be chosen: 12 to 128 letters, digits, '-' and '_'. @throws UsageError
void check_token(std::string_view token);

}  // namespace poseaae::serve
