#include "poseaae/osc/endpoint.hpp"

#include <fmt/format.h>

#include <charconv>

#include "poseaae/base/error.hpp"

namespace poseaae::osc {

namespace {

constexpr int kLargestPort = 65535;

}  // namespace

Endpoint Endpoint::parse(std::string_view text, const Endpoint& missing, std::string_view option) {
  const auto refuse = [&](std::string_view expected) {
    return UsageError(fmt::format("{}: expected {}, found '{}'", option, expected, text));
  };
  Endpoint found = missing;
  std::string_view port;
  if (text.starts_with('[')) {  // a number of IPv6 has colons of its own
    const auto end = text.find(']');
    if (end == text.npos) throw refuse("']' behind the host");
    found.host = text.substr(1, end - 1);
    port = text.substr(end + 1);
  } else {
    const auto colon = text.find(':');
    if (colon != text.npos && text.find(':', colon + 1) != text.npos) {
      throw refuse("HOST:PORT, with an address of IPv6 as [ADDRESS]:PORT");
    }
    if (colon != 0 && !text.empty()) found.host = text.substr(0, colon);
    port = colon == text.npos ? "" : text.substr(colon);
  }
  if (!port.empty()) {
    const char* const end = port.data() + port.size();
    const auto [read, error] = std::from_chars(port.data() + 1, end, found.port);
    const bool whole = port.starts_with(':') && error == std::errc() && read == end;
    if (!whole || found.port < 1 || found.port > kLargestPort) {
      throw refuse(fmt::format("HOST:PORT with a port from 1 to {}", kLargestPort));
    }
  }
  if (found.host.empty()) throw refuse("HOST:PORT");
  return found;
}

std::string Endpoint::text() const {
  return host.find(':') == host.npos ? fmt::format("{}:{}", host, port)
                                     : fmt::format("[{}]:{}", host, port);
}

}  // namespace poseaae::osc
