#pragma once

#include <string>
#include <string_view>

namespace poseaae::osc {

/// Where datagrams come in or go to.
struct Endpoint {
  std::string host;  ///< a name or a number: "localhost", "192.168.1.20", "::1"
  int port = 0;

  /// "HOST:PORT", "HOST", "[::1]:PORT" or ":PORT"; what is missing is that of `missing`.
  /// `option` begins what the error says. @throws UsageError
  [[nodiscard]] static Endpoint parse(std::string_view text, const Endpoint& missing,
                                      std::string_view option);
  /// "HOST:PORT"
  [[nodiscard]] std::string text() const;

  bool operator==(const Endpoint&) const = default;
};

}  // namespace poseaae::osc
