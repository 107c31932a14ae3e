#include "poseaae/serve/access.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

namespace poseaae::serve {
namespace {

constexpr const char* kToken = "0123456789abcdef";

/// The status that a request is answered with; "-" stands for no such header.
int status_of(const Access& access, const std::string& host, const std::string& origin = "-",
              const std::string& query = "") {
  std::string head = fmt::format("GET /?{} HTTP/1.1\r\n", query);
  if (host != "-") head += fmt::format("Host: {}\r\n", host);
  if (origin != "-") head += fmt::format("Origin: {}\r\n", origin);
  try {
    access.check(read_request(head + "\r\n"));
  } catch (const HttpError& error) {
    return error.status();
  }
  return 200;
}

TEST(Access, OnTheLoopbackOnlyItsOwnNamesWithTheRightPort) {
  const Access access("127.0.0.1", 8090, "");
  for (const char* host : {"127.0.0.1:8090", "localhost:8090", "LocalHost:8090", "[::1]:8090"}) {
    EXPECT_EQ(status_of(access, host), 200) << host;
  }
  for (const char* host :
       {"127.0.0.1", "localhost:8091", "evil.example:8090", "192.168.1.5:8090", "",
        "127.0.0.1:8090.evil.example", "localhost.evil.example:8090", "127.0.0.1:", "[::1",
        "127.0.0.1:+8090", "localhost:80900000000000000000"}) {
    EXPECT_EQ(status_of(access, host), 403) << host;
  }
  EXPECT_EQ(status_of(access, "-"), 400);
}

TEST(Access, APageOfAnotherOriginIsRefused) {
  const Access access("127.0.0.1", 8090, "");
  for (const char* origin :
       {"http://127.0.0.1:8090", "http://localhost:8090", "http://[::1]:8090"}) {
    EXPECT_EQ(status_of(access, "127.0.0.1:8090", origin), 200) << origin;
    EXPECT_EQ(status_of(access, "localhost:8090", origin), 200) << origin;
  }
  for (const char* origin :
       {"http://evil.example", "https://127.0.0.1:8090", "http://127.0.0.1",
        "http://localhost:8091", "http://evil.example:8090", "http://127.0.0.1:8090.evil.example",
        "null", "", "file://", "http://192.168.1.5:8090"}) {
    EXPECT_EQ(status_of(access, "127.0.0.1:8090", origin), 403) << origin;
  }
}

TEST(Access, WithATokenOnlyWhoHasItIsLetIn) {
  const Access access("127.0.0.1", 8090, kToken);
  const std::string right = fmt::format("token={}", kToken);
  EXPECT_EQ(status_of(access, "localhost:8090", "-", right), 200);
  EXPECT_EQ(status_of(access, "localhost:8090", "-", "seed=5&" + right), 200);
  for (const std::string query :
       {"", "token=", "token=0123456789abcdee", "token=0123456789abcde", "token=0123456789abcdef0",
        "Token=0123456789abcdef", "x0123456789abcdef"}) {
    EXPECT_EQ(status_of(access, "localhost:8090", "-", query), 401) << query;
  }
  EXPECT_EQ(status_of(access, "localhost:8090", "null", right), 200)
      << "from the disk, with the token";
  EXPECT_EQ(status_of(access, "localhost:8090", "null"), 401);
  EXPECT_EQ(status_of(access, "localhost:8090", "http://evil.example", right), 403);
  EXPECT_EQ(status_of(access, "evil.example:8090", "-", right), 403) << "rebinding";
}

TEST(Access, OnOtherInterfacesAddressesAndTheMachinesNameAreHosts) {
  const Access access("0.0.0.0", 8090, kToken);
  const std::string right = fmt::format("token={}", kToken);
  std::array<char, 256> machine{};
  ASSERT_EQ(gethostname(machine.data(), machine.size() - 1), 0);
  const std::string name = fmt::format("{}:8090", machine.data());
  for (const std::string& host : {std::string("192.168.1.5:8090"), std::string("[fe80::1]:8090"),
                                  std::string("localhost:8090"), name}) {
    EXPECT_EQ(status_of(access, host, "-", right), 200) << host;
    EXPECT_EQ(status_of(access, host, "http://" + host, right), 200) << host;
    EXPECT_EQ(status_of(access, host), 401) << host;
  }
  EXPECT_EQ(status_of(access, "evil.example:8090", "-", right), 403);
  EXPECT_EQ(status_of(access, "192.168.1.5:8090", "http://192.168.1.6:8090", right), 403);
}

TEST(Access, TheLoopbackIsKnownByItsAddress) {
  EXPECT_TRUE(is_loopback("127.0.0.1"));
  EXPECT_TRUE(is_loopback("127.1.2.3"));
  EXPECT_TRUE(is_loopback("::1"));
  EXPECT_FALSE(is_loopback("0.0.0.0"));
  EXPECT_FALSE(is_loopback("::"));
  EXPECT_FALSE(is_loopback("128.0.0.1"));
  EXPECT_THROW((void)is_loopback("studio"), UsageError);
}

TEST(Access, TokensAreLongAndNeverTheSame) {
  const std::string token = random_token();
  EXPECT_EQ(token.size(), 32U);
  EXPECT_NE(token, random_token());
  check_token(token);
  EXPECT_THROW(check_token("short"), UsageError);
  EXPECT_THROW(check_token("with a space in it"), UsageError);
  EXPECT_THROW(check_token(std::string(129, 'a')), UsageError);
}

}  // namespace
}  // namespace poseaae::serve
