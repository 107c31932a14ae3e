#include "poseaae/serve/page_server.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <list>
#include <thread>

#include "poseaae/serve/access.hpp"
#include "poseaae/serve/page_messages.hpp"
#include "serve/client.hpp"
#include "serve/fake_instrument.hpp"
#include "support/support.hpp"

namespace poseaae::serve {
namespace {

using namespace std::chrono_literals;
using test::ask;
using test::Client;
using test::status_of;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kPage = "<style></style><script type=\"module\">let a;</script>";
constexpr const char* kToken = "0123456789abcdef";

class PageServerTest : public testing::Test {
 protected:
  void start(const std::string& token = "", const std::string& bind = "127.0.0.1") {
    server = std::make_unique<PageServer>(
        instrument, PageOptions{.bind = bind, .port = 0, .token = token, .page = kPage});
  }
  void SetUp() override { start(); }

  [[nodiscard]] int port() const { return server->port(); }

  void show(std::uint32_t number) {
    const std::vector<float> root{1, 2, 3}, rotations{1, 0, 0, 0, 1, 0, 0, 0}, latents{4, 5, 6};
    server->show({.number = number,
                  .time_s = number / 60.0,
                  .rotations = rotations,
                  .root = root,
                  .world_positions = {},
                  .world_rotations = {},
                  .latents = latents});
  }

  /// Waits until a condition is true.
  static bool until(const std::function<bool()>& condition) {
    for (int i = 0; i < 5000; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(1ms);
    }
    return false;
  }

  test::FakeInstrument instrument;
  std::unique_ptr<PageServer> server;
};

TEST_F(PageServerTest, GivesThePageWithItsPolicy) {
  const std::string answer = ask(port(), "/");
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_TRUE(answer.ends_with(std::string("\r\n\r\n") + kPage)) << answer;
  // printf 'let a;' | openssl dgst -sha256 -binary | base64
  EXPECT_THAT(answer,
              HasSubstr("script-src 'sha256-81WALLbUROF1pWdYjuQYKuIcGgY/+TqVJr8UsV6Tkvo='"));
  EXPECT_THAT(answer, HasSubstr(fmt::format("connect-src 'self' ws://127.0.0.1:{};", port())));
  EXPECT_THAT(answer, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(answer, HasSubstr("X-Content-Type-Options: nosniff"));
  EXPECT_THAT(answer, HasSubstr("Cache-Control: no-store"));
  EXPECT_EQ(server->address(), fmt::format("http://127.0.0.1:{}/", port()));
}

TEST_F(PageServerTest, EverythingElseIsNotThere) {
  for (const char* path :
       {"/index.html", "/live/", "/live2", "/recordings", "/../etc/passwd", "//", "/%2e%2e/"}) {
    EXPECT_EQ(status_of(ask(port(), path)), 404) << path;
  }
  EXPECT_EQ(status_of(ask(port(), "/live")), 426) << "no WebSocket";
  Client post(port());
  post.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(status_of(post.receive_all()), 405);
  Client head(port());
  head.send(fmt::format("HEAD / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", port()));
  const std::string answer = head.receive_all();
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
  EXPECT_THAT(answer, HasSubstr(fmt::format("Content-Length: {}\r\n", std::string(kPage).size())));
}

TEST_F(PageServerTest, AnotherHostOrOriginCannotAskNorDrive) {
  EXPECT_EQ(status_of(ask(port(), "/", "Host: evil.example\r\n")), 403);
  EXPECT_EQ(status_of(ask(port(), "/", fmt::format("Host: evil.example:{}\r\n", port()))), 403);
  EXPECT_EQ(status_of(ask(port(), "/", fmt::format("Host: localhost:{}\r\n", port()))), 200);
  for (const std::string& origin : {std::string("http://evil.example"), std::string("null"),
                                    fmt::format("http://localhost:{}", port() + 1)}) {
    EXPECT_EQ(Client(port()).open("/live", fmt::format("Origin: {}\r\n", origin)), 403) << origin;
  }
  EXPECT_EQ(server->pages(), 0);
  EXPECT_EQ(Client(port()).open("/live", fmt::format("Origin: http://localhost:{}\r\n", port())),
            101);
  EXPECT_GE(server->served().turned_away, 5U);
}

TEST_F(PageServerTest, WithATokenNothingWithoutIt) {
  start(kToken);
  const std::string right = fmt::format("?token={}", kToken);
  EXPECT_EQ(server->address(), fmt::format("http://127.0.0.1:{}/{}", port(), right));
  for (const char* path : {"/", "/live", "/recordings/a.bvh", "/nothing"}) {
    EXPECT_EQ(status_of(ask(port(), path)), 401) << path;
    EXPECT_EQ(Client(port()).open(path), 401) << path;
    EXPECT_EQ(Client(port()).open(std::string(path) + "?token=0123456789abcdee"), 401) << path;
  }
  EXPECT_EQ(status_of(ask(port(), "/" + right)), 200);
  EXPECT_EQ(Client(port()).open("/live" + right), 101);
  EXPECT_EQ(Client(port()).open("/live" + right, "Origin: null\r\n"), 101)
      << "a page from the disk";
  EXPECT_EQ(Client(port()).open("/live" + right, "Origin: http://evil.example\r\n"), 403);
}

TEST_F(PageServerTest, OtherInterfacesDemandAToken) {
  EXPECT_THROW(start("", "0.0.0.0"), UsageError);
  EXPECT_THROW(start("short", "0.0.0.0"), UsageError);
  EXPECT_THROW(start(kToken, "studio"), UsageError);
  start(kToken, "0.0.0.0");
  EXPECT_EQ(status_of(ask(port(), "/")), 401);
  EXPECT_EQ(status_of(ask(port(), fmt::format("/?token={}", kToken))), 200);
  EXPECT_THAT(server->address(), Not(HasSubstr("0.0.0.0")));
}

TEST_F(PageServerTest, APortThatIsTakenIsSaid) {
  try {
    const PageServer second(instrument,
                            {.bind = "127.0.0.1", .port = port(), .token = "", .page = ""});
    FAIL() << "expected a refusal";
  } catch (const OutputError& error) {
    EXPECT_THAT(error.what(), HasSubstr(fmt::format("port {}", port())));
  }
}

TEST_F(PageServerTest, APageIsToldWhatThereIsAndSeesFrames) {
  instrument.take({"/poseaae/tempo", {0.5F}}, live::kProgram);
  Client page(port());
  ASSERT_EQ(page.open(), 101);
  const std::string hello = page.next_text();
  EXPECT_TRUE(hello.starts_with("{\"hello\":{\"title\":")) << hello;
  EXPECT_TRUE(hello.ends_with(R"("presets":[1],"state":[["/poseaae/tempo",0.5]]}})")) << hello;
  show(7);
  const std::string frame = page.next_frame();
  ASSERT_EQ(frame.size(), 20U + 16 * 2 + 4 * 3);
  EXPECT_EQ(frame[0], 7);
  float last = 0;
  std::memcpy(&last, frame.data() + 60, sizeof last);
  EXPECT_EQ(last, 6.0F);
}

TEST_F(PageServerTest, SixtyFramesASecondWhateverTheClockHas) {
  for (const int fps : {50, 60, 100, 240}) {
    start();
    Client page(port());
    ASSERT_EQ(page.open(), 101);
    (void)page.next_text();
    ASSERT_TRUE(until([&] { return server->pages() == 1; }));
    const std::vector<float> root{1, 2, 3}, rotations{1, 0, 0, 0, 1, 0, 0, 0}, latents{4, 5, 6};
    int seen = 0;
    for (int n = 0; n < fps; ++n) {  // one second of the clock
      server->show({.number = static_cast<std::uint32_t>(n),
                    .time_s = static_cast<double>(n) / fps,
                    .rotations = rotations,
                    .root = root,
                    .world_positions = {},
                    .world_rotations = {},
                    .latents = latents});
      const bool is_due = 60.0 * n / fps > seen - 1e-6;
      ASSERT_EQ(page.next_frame(is_due ? 20'000 : 1).empty(), !is_due) << n << " at " << fps;
      if (is_due) ++seen;
    }
    EXPECT_EQ(seen, std::min(fps, 60)) << fps;
  }
}

TEST_F(PageServerTest, WhatOneSetsTheOthersHearAndNotItself) {
  Client a(port()), b(port());
  ASSERT_EQ(a.open(), 101);
  ASSERT_EQ(b.open(), 101);
  (void)a.next_text();
  (void)b.next_text();
  a.say(R"(["/poseaae/tempo",0.25])");
  EXPECT_EQ(b.next_text(), R"(["/poseaae/tempo",0.25])");
  instrument.take({"/poseaae/glide", {1}}, live::next_peer());  // as if by OSC
  EXPECT_EQ(b.next_text(), R"(["/poseaae/glide",1])");
  EXPECT_EQ(a.next_text(), R"(["/poseaae/glide",1])") << "not its own echo first";
  instrument.take({"/poseaae/late", {2}}, live::kProgram);
  EXPECT_EQ(a.next_text(), R"(["/poseaae/late",2])");
  ASSERT_EQ(instrument.taken().size(), 3U);
  EXPECT_EQ(instrument.taken()[0].first, (live::Message{"/poseaae/tempo", {0.25F}}));
}

TEST_F(PageServerTest, WhatIsRefusedIsToldToThatPageAlone) {
  Client a(port()), b(port());
  ASSERT_EQ(a.open(), 101);
  ASSERT_EQ(b.open(), 101);
  (void)a.next_text();
  (void)b.next_text();
  a.say(R"(["/other",1])");
  EXPECT_THAT(a.next_text(), HasSubstr(R"(["/poseaae/error","expected an address below)"));
  a.say("{}");
  EXPECT_THAT(a.next_text(), HasSubstr("[\"/poseaae/error\",\"expected"));
  a.say("[\"/poseaae/a\",null]");
  EXPECT_THAT(a.next_text(), HasSubstr("[\"/poseaae/error\","));
  EXPECT_EQ(b.next_text(100), "");
  a.say(R"(["/poseaae/tempo",1])");
  EXPECT_EQ(b.next_text(), R"(["/poseaae/tempo",1])") << "and goes on";
  EXPECT_EQ(server->served().received.refused, 3U);
  EXPECT_EQ(server->served().received.taken, 1U);
}

TEST_F(PageServerTest, AnotherDescriptionIsSaidAndTheSameIsNot) {
  Client page(port());
  ASSERT_EQ(page.open(), 101);
  (void)page.next_text();
  instrument.describe({});
  instrument.take({"/poseaae/tempo", {1}}, live::kProgram);
  EXPECT_EQ(page.next_text(), R"(["/poseaae/tempo",1])") << "nothing new in the description";
  instrument.describe({"waltz"});
  EXPECT_THAT(page.next_text(), HasSubstr("\"clips\":[\"waltz\"]"));
}

TEST_F(PageServerTest, PingsAreAnsweredAndGoodbyesSaid) {
  Client page(port());
  ASSERT_EQ(page.open(), 101);
  (void)page.next_text();
  page.send(test::masked_frame(Opcode::kPing, "are you there"));
  const auto pong = page.next();
  EXPECT_EQ(pong.opcode, Opcode::kPong);
  EXPECT_EQ(pong.content, "are you there");
  page.send(test::masked_frame(Opcode::kClose, "\x03\xE8"));
  EXPECT_EQ(page.next().opcode, Opcode::kClose);
  EXPECT_TRUE(page.has_ended());
  EXPECT_TRUE(until([&] { return server->pages() == 0; }));
}

TEST_F(PageServerTest, WhoBreaksTheRulesIsClosedWithTheirNumber) {
  const auto code_after = [&](const std::string& bytes) {
    Client page(port());
    EXPECT_EQ(page.open(), 101);
    (void)page.next_text();
    page.send(bytes);
    const auto closed = page.next();
    EXPECT_EQ(closed.opcode, Opcode::kClose);
    EXPECT_TRUE(page.has_ended());
    return closed.content.size() < 2
               ? 0
               : 256 * closed.content[0] + static_cast<unsigned char>(closed.content[1]);
  };
  EXPECT_EQ(code_after(std::string("\x81\xff\0\0\0\x01\0\0\0\0", 10)), kTooLarge) << "4 GiB";
  EXPECT_EQ(code_after("\x81\x05Hello"), kProtocolError) << "not masked";
  EXPECT_EQ(code_after(test::masked_frame(Opcode::kBinary, "a")), kNotText);
  EXPECT_TRUE(until([&] { return server->pages() == 0; }));
}

TEST_F(PageServerTest, ASlowPageDelaysNobodyAndMissesFrames) {
  Client slow(port(), 4096), quick(port());
  ASSERT_EQ(slow.open(), 101);
  ASSERT_EQ(quick.open(), 101);
  (void)quick.next_text();
  ASSERT_TRUE(until([&] { return server->pages() == 2; }));
  // Far more than the system keeps for the slow one.
  std::uint32_t number = 0;
  auto longest = 0ms;
  while (server->served().dropped < 100 && number < 60000) {
    const auto before = std::chrono::steady_clock::now();
    show(++number);
    const std::string frame = quick.next_frame();
    ASSERT_EQ(frame.size(), 64U);
    std::uint32_t got = 0;
    std::memcpy(&got, frame.data(), sizeof got);
    ASSERT_EQ(got, number) << "the quick one has every frame";
    longest = std::max(longest, std::chrono::duration_cast<std::chrono::milliseconds>(
                                    std::chrono::steady_clock::now() - before));
  }
  EXPECT_GE(server->served().dropped, 100U);
  EXPECT_LT(longest, 2000ms);
  // Once it reads again, it sees old frames, then the newest.
  std::uint32_t last = 0;
  for (std::string frame = slow.next_frame(500); !frame.empty(); frame = slow.next_frame(500)) {
    std::uint32_t got = 0;
    std::memcpy(&got, frame.data(), sizeof got);
    ASSERT_GT(got, last);
    last = got;
  }
  EXPECT_EQ(last, number);
}

TEST_F(PageServerTest, APageThatReadsNothingIsGivenUp) {
  Client slow(port(), 4096), quick(port());
  ASSERT_EQ(slow.open(), 101);
  ASSERT_EQ(quick.open(), 101);
  (void)quick.next_text();
  const std::string text(50'000, 'a');
  for (int i = 0; i < 400; ++i) {  // 20 MB
    instrument.take({fmt::format("/poseaae/{}", i), {text}}, live::kProgram);
    ASSERT_GT(quick.next_text().size(), text.size()) << i;
  }
  EXPECT_TRUE(until([&] { return server->pages() == 1; })) << server->pages();
}

TEST_F(PageServerTest, ShowingIsQuickWhateverPagesDo) {
  Client slow(port(), 4096);
  ASSERT_EQ(slow.open(), 101);
  ASSERT_TRUE(until([&] { return server->pages() == 1; }));
  const auto before = std::chrono::steady_clock::now();
  for (std::uint32_t n = 1; n <= 10000; ++n) show(n);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 2s);
}

TEST_F(PageServerTest, APageThatGoesCanComeBack) {
  for (int i = 0; i < 50; ++i) {
    Client page(port());
    ASSERT_EQ(page.open(), 101) << i;
    ASSERT_TRUE(page.next_text().starts_with("{\"hello\":"));
    show(static_cast<std::uint32_t>(i + 1));
  }
  EXPECT_TRUE(until([&] { return server->pages() == 0; }));
  EXPECT_EQ(server->served().pages, 50U);
}

TEST_F(PageServerTest, SixteenPagesAndNoMore) {
  std::list<Client> pages;
  for (int i = 0; i < 16; ++i) {
    pages.emplace_back(port());
    ASSERT_EQ(pages.back().open(), 101);
  }
  EXPECT_EQ(Client(port()).open(), 503);
  EXPECT_EQ(status_of(ask(port(), "/")), 200) << "the page itself is still given";
  pages.pop_front();
  EXPECT_TRUE(until([&] { return server->pages() == 15; }));
  EXPECT_EQ(Client(port()).open(), 101);
}

TEST_F(PageServerTest, HalfHandshakesKeepNobodyOut) {
  std::list<Client> half;
  for (int i = 0; i < 200; ++i) {
    half.emplace_back(port());
    half.back().send("GET / HT");
  }
  Client page(port());
  ASSERT_EQ(page.open(), 101);
  EXPECT_TRUE(page.next_text().starts_with("{\"hello\":"));
  EXPECT_TRUE(half.front().has_ended()) << "the oldest has gone";
}

TEST_F(PageServerTest, ARequestMayComeInPiecesAndAnswerAfterTheirEnd) {
  Client client(port());
  const std::string request = fmt::format("GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", port());
  for (const char letter : request) {
    client.send(std::string(1, letter));
    std::this_thread::sleep_for(1ms);
  }
  client.end_sending();
  EXPECT_EQ(status_of(client.receive_all()), 200);
  Client large(port());
  large.send("GET / HTTP/1.1\r\nX: " + std::string(kLongestHead, 'a'));
  EXPECT_EQ(status_of(large.receive_all()), 431);
}

TEST_F(PageServerTest, RecordingsAreGivenByNameAlone) {
  const poseaae::test::TemporaryFolder folder;
  const auto file = folder.path() / "a dance.bvh";
  const std::string content(3'000'000, 'x');
  std::ofstream(file) << content;
  std::filesystem::create_symlink(file, folder.path() / "link.bvh");
  instrument.add_recording("a dance.bvh", file);
  instrument.add_recording("link.bvh", folder.path() / "link.bvh");
  instrument.add_recording("folder", folder.path());
  instrument.add_recording(".hidden", file);
  instrument.add_recording("../a", file);
  const std::string answer = ask(port(), "/recordings/a%20dance.bvh");
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n" + content));
  EXPECT_THAT(answer.substr(0, 1000), HasSubstr("attachment; filename*=UTF-8''a%20dance.bvh\r\n"));
  for (const char* name :
       {"other.bvh", "", ".hidden", "..%2Fa", "../a", "folder", "link.bvh", "a%20dance.bvh/"}) {
    EXPECT_EQ(status_of(ask(port(), fmt::format("/recordings/{}", name))), 404) << name;
  }
}

TEST_F(PageServerTest, PagesAreToldThatTheProgramEnds) {
  Client page(port());
  ASSERT_EQ(page.open(), 101);
  (void)page.next_text();
  server.reset();
  const auto closed = page.next();
  EXPECT_EQ(closed.opcode, Opcode::kClose);
  EXPECT_EQ(closed.content.substr(0, 2), "\x03\xE9");
}

}  // namespace
}  // namespace poseaae::serve
