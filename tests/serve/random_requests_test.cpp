#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "poseaae/serve/page_messages.hpp"
#include "poseaae/serve/page_server.hpp"
#include "serve/client.hpp"
#include "serve/fake_instrument.hpp"

/// Ten thousand requests and messages, each a good one that chance has damaged: none of them ends
/// the server or stops it.
namespace poseaae::serve {
namespace {

class Damage {
 public:
  explicit Damage(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }

  /// One to four bytes changed, left out, put in, or a piece repeated.
  std::string of(std::string text) {
    for (std::size_t n = 1 + below(4); n > 0 && !text.empty(); --n) {
      const std::size_t at = below(text.size());
      switch (below(4)) {
        case 0:
          text[at] = static_cast<char>(below(256));
          break;
        case 1:
          text.erase(at, 1 + below(8));
          break;
        case 2:
          text.insert(at, 1, static_cast<char>(below(256)));
          break;
        default:
          text.insert(at, text.substr(at, below(64)));
          break;
      }
    }
    return text;
  }

 private:
  std::mt19937 random_;
};

TEST(RandomRequests, NoneEndsTheServer) {
  test::FakeInstrument instrument;
  const PageServer server(instrument,
                          {.bind = "127.0.0.1", .port = 0, .token = "", .page = "page"});
  Damage damage(1);
  const std::string host = fmt::format("Host: localhost:{}\r\n", server.port());
  const std::vector<std::string> requests{
      fmt::format("GET / HTTP/1.1\r\n{}\r\n", host),
      fmt::format("GET /recordings/%41.bvh?token=a HTTP/1.1\r\n{}Origin: null\r\n\r\n", host),
      fmt::format("GET /live HTTP/1.1\r\n{}Upgrade: websocket\r\nConnection: "
                  "Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                  host) +
          test::masked_frame(Opcode::kText, R"(["/poseaae/tempo",0.5])")};
  for (std::size_t i = 0; i < 5000; ++i) {
    test::Client client(server.port());
    client.send(damage.of(requests[i % requests.size()]));
  }
  EXPECT_EQ(test::status_of(test::ask(server.port(), "/")), 200);
  EXPECT_GT(server.served().turned_away, 100U);
}

TEST(RandomRequests, NorDoMessages) {
  test::FakeInstrument instrument;
  const PageServer server(instrument,
                          {.bind = "127.0.0.1", .port = 0, .token = "", .page = "page"});
  Damage damage(2);
  auto page = std::make_unique<test::Client>(server.port());
  ASSERT_EQ(page->open(), 101);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = damage.of(R"(["/poseaae/latent",0.5,-1e-3,7,"a\u00e9\"",[]])");
    const bool whole = i % 10 != 0;  // every tenth frame itself is damaged, and ends its connection
    const std::string frame = test::masked_frame(Opcode::kText, text);
    if (page->send(whole ? frame : damage.of(frame)) && whole) continue;
    page = std::make_unique<test::Client>(server.port());
    const int status = page->open();
    ASSERT_TRUE(status == 101 || status == 503) << status;
    if (status == 503) --i;  // those before are still ending
  }
  page.reset();
  int status = 0;
  std::string hello;
  for (int tries = 0; tries < 200 && status != 101; ++tries) {
    test::Client after(server.port());
    status = after.open();
    if (status == 101) hello = after.next_text();
  }
  EXPECT_TRUE(hello.starts_with("{\"hello\":")) << status;
  EXPECT_GT(server.served().received.refused, 1000U);
}

}  // namespace
}  // namespace poseaae::serve
