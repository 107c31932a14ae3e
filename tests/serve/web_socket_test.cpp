#include "poseaae/serve/web_socket.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "serve/client.hpp"

namespace poseaae::serve {
namespace {

using Messages = std::vector<std::pair<Opcode, std::string>>;

/// Read a piece of so many bytes at a time.
Messages read(const std::string& bytes, std::size_t piece) {
  MessageReader reader;
  Messages messages;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    reader.read(
        std::string_view(bytes).substr(at, piece),
        [&](Opcode opcode, std::string_view content) { messages.emplace_back(opcode, content); });
  }
  return messages;
}

int code_of(const std::string& bytes) {
  try {
    (void)read(bytes, 7);
  } catch (const WebSocketError& error) {
    return error.code();
  }
  return 0;
}

// RFC 6455, 5.7: a masked "Hello".
const std::string kHello = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";

TEST(WebSocket, ReadsTheExampleOfTheStandard) {
  EXPECT_EQ(read(kHello, 100), (Messages{{Opcode::kText, "Hello"}}));
  EXPECT_EQ(frame_of(Opcode::kText, "Hello"), "\x81\x05Hello");
}

TEST(WebSocket, MessagesOfAllLengthsInPiecesOfAnySize) {
  Messages sent;
  std::string bytes;
  for (const std::size_t size : {0U, 1U, 125U, 126U, 127U, 5000U, 65535U, 65536U}) {
    sent.emplace_back(size % 2 == 0 ? Opcode::kText : Opcode::kBinary, std::string(size, 'a'));
    bytes += test::masked_frame(sent.back().first, sent.back().second);
  }
  for (const std::size_t piece : {1U, 13U, 4096U, 1000000U})
    EXPECT_EQ(read(bytes, piece), sent) << piece;
}

TEST(WebSocket, PiecesAreJoinedAndPingsMayStandBetween) {
  const std::string bytes =
      test::masked_frame(Opcode::kText, "Hel", false) + test::masked_frame(Opcode::kPing, "?") +
      test::masked_frame(Opcode::kMore, "lo") + test::masked_frame(Opcode::kText, "!");
  EXPECT_EQ(read(bytes, 5),
            (Messages{{Opcode::kPing, "?"}, {Opcode::kText, "Hello"}, {Opcode::kText, "!"}}));
}

TEST(WebSocket, RulesThatAreBrokenEndTheConnection) {
  EXPECT_EQ(code_of("\x81\x05Hello"), kProtocolError) << "not masked";
  EXPECT_EQ(code_of("\xC1" + kHello.substr(1)), kProtocolError) << "an extension";
  EXPECT_EQ(code_of("\x83" + kHello.substr(1)), kProtocolError) << "an unknown kind";
  EXPECT_EQ(code_of(test::masked_frame(Opcode::kMore, "a")), kProtocolError)
      << "nothing to go on with";
  EXPECT_EQ(code_of(test::masked_frame(Opcode::kText, "a", false) +
                    test::masked_frame(Opcode::kText, "b")),
            kProtocolError)
      << "a message within another";
  EXPECT_EQ(code_of(test::masked_frame(Opcode::kPing, std::string(126, 'a'))), kProtocolError);
  EXPECT_EQ(code_of(test::masked_frame(Opcode::kPing, "a", false)), kProtocolError);
}

TEST(WebSocket, WhatIsTooLargeIsRefusedBeforeItComes) {
  // Only the head of a frame of 2^62 bytes.
  EXPECT_EQ(code_of(std::string("\x82\xff\x40\0\0\0\0\0\0\0", 10)), kTooLarge);
  EXPECT_EQ(code_of(std::string("\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff", 10)), kTooLarge);
  EXPECT_EQ(code_of(std::string("\x81\xff\0\0\0\0\0\x01\0\x01", 10)), kTooLarge) << "65537";
  // In pieces, each of which would be small enough.
  const std::string half(kLargestMessage / 2, 'a');
  EXPECT_EQ(code_of(test::masked_frame(Opcode::kText, half, false) +
                    test::masked_frame(Opcode::kMore, half + "a").substr(0, 14)),
            kTooLarge);
}

TEST(WebSocket, TheHandshakeIsThatOfTheStandard) {
  const std::string lines =
      "Host: server.example.com\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  const std::string answer = answer_to_handshake(read_request("GET /chat HTTP/1.1\r\n" + lines));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
  EXPECT_NE(answer.find("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), answer.npos)
      << answer;
  const auto status = [](std::string head) {
    try {
      (void)answer_to_handshake(read_request(head));
    } catch (const HttpError& error) {
      return error.status();
    }
    return 101;
  };
  EXPECT_EQ(status("HEAD / HTTP/1.1\r\n" + lines), 426);
  EXPECT_EQ(status("GET / HTTP/1.1\r\n\r\n"), 426);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: "
                   "upgrade\r\nSec-WebSocket-Version: 8\r\n\r\n"),
            426);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: "
                   "upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n"),
            400);
}

TEST(WebSocket, WhoIsClosedIsToldWhy) {
  EXPECT_EQ(close_frame(kTooLarge, "why"), "\x88\x05\x03\xF1why");
  EXPECT_EQ(close_frame(kTooLarge, std::string(200, 'a')).size(), 127U);
}

}  // namespace
}  // namespace poseaae::serve
