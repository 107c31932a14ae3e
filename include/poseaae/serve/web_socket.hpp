#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "poseaae/base/error.hpp"
#include "poseaae/serve/http.hpp"

namespace poseaae::serve {

/// A client broke the rules of WebSockets: the code to close the connection with (RFC 6455, 7.4.1).
class WebSocketError : public Error {
 public:
  WebSocketError(std::uint16_t code, const std::string& sentence) : Error(sentence), code_(code) {}
  [[nodiscard]] std::uint16_t code() const noexcept { return code_; }

 private:
  std::uint16_t code_;
};

inline constexpr std::uint16_t kClosedNormally = 1000, kProtocolError = 1002, kNotText = 1003,
                               kPolicyError = 1008, kTooLarge = 1009;

/// The kinds of frames (RFC 6455, 5.2).
enum class Opcode : std::uint8_t {
  kMore = 0,
  kText = 1,
  kBinary = 2,
  kClose = 8,
  kPing = 9,
  kPong = 10
};

inline constexpr std::size_t kLargestMessage = 65536;  ///< bytes from a page

/// Takes what a client sends apart into messages. Memory never holds more than one message and a
/// frame's head: a frame that says that it is longer is refused before its content comes.
class MessageReader {
 public:
  /// Calls message(opcode, content) for each that is complete with these bytes: kText or kBinary,
  /// of one frame or more, kClose, kPing, kPong. @throws WebSocketError
  void read(std::string_view bytes, const std::function<void(Opcode, std::string_view)>& message);

 private:
  struct Frame {
    bool last = false;
    Opcode opcode = Opcode::kMore;
    std::size_t head = 0;  ///< bytes; 0 while it has not come
    std::size_t size = 0;  ///< of the content
    std::array<char, 4> mask{};
  };
  [[nodiscard]] Frame next_frame() const;
  void check(const Frame& frame) const;
  void take(const Frame& frame, const std::function<void(Opcode, std::string_view)>& message);

  std::string rest_;               ///< bytes of a frame that has not come whole
  std::string content_;            ///< of a message of several frames
  Opcode opcode_ = Opcode::kMore;  ///< of that message; kMore where there is none
};

/// The head of a frame to a client, which is not masked.
[[nodiscard]] std::string head_of_frame(Opcode opcode, std::size_t size);
/// A whole frame.
[[nodiscard]] std::string frame_of(Opcode opcode, std::string_view content);
[[nodiscard]] std::string close_frame(std::uint16_t code, std::string_view why);

/// The answer that makes a WebSocket of a request: status 101 with the key of RFC 6455, 4.2.2.
/// @throws HttpError 400 (no handshake), 426 (another version than 13)
[[nodiscard]] std::string answer_to_handshake(const Request& request);

}  // namespace poseaae::serve
