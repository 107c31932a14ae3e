#include "poseaae/serve/access.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>

namespace poseaae::serve {

namespace {

constexpr int kHttp = 80;  // the port that a host without one means

struct Host {
  std::string_view name;  ///< without brackets
  int port = kHttp;
};

/// "localhost:8090", "[::1]:8090", "192.168.1.5"; nothing where it is no host.
std::optional<Host> host_of(std::string_view text) {
  Host host;
  std::size_t end = text.find(':');
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == text.npos) return std::nullopt;
    host.name = text.substr(1, close - 1);
    end = close + 1;
  } else {
    host.name = text.substr(0, end);
  }
  const std::string_view rest = end < text.size() ? text.substr(end) : "";
  if (rest.empty()) return host;
  if (rest.size() < 2 || rest.size() > 6 || rest[0] != ':') return std::nullopt;
  host.port = 0;
  for (const char digit : rest.substr(1)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    host.port = 10 * host.port + (digit - '0');
  }
  return host;
}

bool is_in_digits(const std::string& name) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return inet_pton(AF_INET, name.c_str(), address.data()) == 1 ||
         inet_pton(AF_INET6, name.c_str(), address.data()) == 1;
}

bool is_loopback_name(std::string_view name) {
  return same_without_case(name, "localhost") || name == "127.0.0.1" || name == "::1";
}

std::string machine_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

/// In a time that depends on `given` alone.
bool same_secret(std::string_view given, std::string_view secret) {
  return given.size() == secret.size() &&
         CRYPTO_memcmp(given.data(), secret.data(), secret.size()) == 0;
}

}  // namespace

Access::Access(std::string_view bound, int port, std::string token)
    : loopback_(is_loopback(bound)),
      port_(port),
      token_(std::move(token)),
      machine_(machine_name()) {}

void Access::check(const Request& request) const {
  const auto host = request.header("host");
  if (!host) throw HttpError(400, "expected a Host, found none");
  if (!is_own_host(*host)) {
    throw HttpError(403,
                    fmt::format("expected an address of this server as host, with port {}", port_));
  }
  if (!token_.empty() && !same_secret(request.query_value("token"), token_)) {
    throw HttpError(401, "expected the token that the program printed: ?token=...");
  }
  const auto origin = request.header("origin");
  if (origin && !is_own_origin(*origin, *host)) {
    throw HttpError(403, "expected a page of this server, found one of another origin");
  }
}

bool Access::is_own_host(std::string_view text) const {
  const auto host = host_of(text);
  if (!host || host->port != port_) return false;
  if (is_loopback_name(host->name)) return true;
  if (loopback_) return false;
  const std::string name(host->name);
  return is_in_digits(name) ||
         (!machine_.empty() &&
          (same_without_case(name, machine_) || same_without_case(name, machine_ + ".local")));
}

bool Access::is_own_origin(std::string_view origin, std::string_view host) const {
  if (origin == "null") return !token_.empty();  // it was right
  static constexpr std::string_view kScheme = "http://";
  if (!origin.starts_with(kScheme)) return false;
  const std::string_view own = origin.substr(kScheme.size());
  if (same_without_case(own, host)) return true;
  const auto from = host_of(own), to = host_of(host);
  return from && to && is_loopback_name(from->name) && is_loopback_name(to->name) &&
         from->port == to->port;
}

bool is_loopback(std::string_view address) {
  const std::string text(address);
  in_addr four{};
  in6_addr six{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1)
    return ntohl(four.s_addr) >> 24U == IN_LOOPBACKNET;
  if (inet_pton(AF_INET6, text.c_str(), &six) == 1) return IN6_IS_ADDR_LOOPBACK(&six) != 0;
  throw UsageError(fmt::format(
      "bind: expected an address of this machine in digits, as 192.168.1.5 or 0.0.0.0, found '{}'",
      address));
}

std::string random_token() {
  std::array<unsigned char, 16> bits{};
  if (RAND_bytes(bits.data(), static_cast<int>(bits.size())) != 1) {
    throw Error("token: expected random bits from the system, found none");
  }
  std::string token;
  for (const unsigned char byte : bits) token += fmt::format("{:02x}", byte);
  return token;
}

void check_token(std::string_view token) {
  const auto fits = [](char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z') || letter == '-' || letter == '_';
  };
  if (token.size() < 12 || token.size() > 128 || !std::ranges::all_of(token, fits)) {
    throw UsageError(
        fmt::format("token: expected 12 to 128 letters, digits, '-' and '_', found {} characters{}",
                    token.size(), std::ranges::all_of(token, fits) ? "" : ", others among them"));
  }
}

}  // namespace poseaae::serve
