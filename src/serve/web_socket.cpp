#include "poseaae/serve/web_socket.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>

#include "serve/digest.hpp"

namespace poseaae::serve {

namespace {

constexpr std::size_t kLargestControl = 125;  // RFC 6455, 5.5

bool is_control(Opcode opcode) { return opcode >= Opcode::kClose; }

bool is_known(Opcode opcode) {
  return opcode <= Opcode::kBinary || (opcode >= Opcode::kClose && opcode <= Opcode::kPong);
}

std::size_t number_of(std::string_view bytes) {
  std::size_t number = 0;
  for (const char byte : bytes) number = number << 8U | static_cast<unsigned char>(byte);
  return number;
}

}  // namespace

MessageReader::Frame MessageReader::next_frame() const {
  Frame frame;
  if (rest_.size() < 2) return frame;
  const auto first = static_cast<unsigned char>(rest_[0]);
  const auto second = static_cast<unsigned char>(rest_[1]);
  frame.last = (first & 0x80U) != 0;
  frame.opcode = static_cast<Opcode>(first & 0x0FU);
  if ((first & 0x70U) != 0 || !is_known(frame.opcode)) {
    throw WebSocketError(kProtocolError, "expected a frame of RFC 6455 without extensions");
  }
  if ((second & 0x80U) == 0) {
    throw WebSocketError(kProtocolError, "expected a masked frame, as clients send them");
  }
  frame.size = second & 0x7FU;
  const std::size_t more = frame.size == 126 ? 2 : frame.size == 127 ? 8 : 0;
  const std::size_t head = 2 + more + frame.mask.size();
  if (more > 0 && rest_.size() >= 2 + more) {
    frame.size = number_of(std::string_view(rest_).substr(2, more));
    check(frame);
  }
  if (rest_.size() < head) return frame;
  std::copy_n(rest_.begin() + static_cast<std::ptrdiff_t>(2 + more), frame.mask.size(),
              frame.mask.begin());
  frame.head = head;
  check(frame);
  return frame;
}

void MessageReader::check(const Frame& frame) const {
  if (is_control(frame.opcode)) {
    if (!frame.last || frame.size > kLargestControl) {
      throw WebSocketError(kProtocolError, "expected control frames in one piece of 125 bytes");
    }
    return;
  }
  if ((frame.opcode == Opcode::kMore) != (opcode_ != Opcode::kMore)) {
    throw WebSocketError(kProtocolError, "expected the pieces of a message one after the other");
  }
  if (frame.size > kLargestMessage - content_.size()) {
    throw WebSocketError(kTooLarge,
                         fmt::format("expected messages of at most {} bytes", kLargestMessage));
  }
}

void MessageReader::take(const Frame& frame,
                         const std::function<void(Opcode, std::string_view)>& message) {
  std::string content = rest_.substr(frame.head, frame.size);
  for (std::size_t i = 0; i < content.size(); ++i) {
    content[i] = static_cast<char>(content[i] ^ frame.mask[i % frame.mask.size()]);
  }
  rest_.erase(0, frame.head + frame.size);
  if (is_control(frame.opcode)) return message(frame.opcode, content);
  if (frame.opcode != Opcode::kMore) opcode_ = frame.opcode;
  content_ += content;
  if (!frame.last) return;
  const std::string whole = std::exchange(content_, "");
  message(std::exchange(opcode_, Opcode::kMore), whole);
}

void MessageReader::read(std::string_view bytes,
                         const std::function<void(Opcode, std::string_view)>& message) {
  static constexpr std::size_t kStep = 4096;
  while (true) {
    while (true) {
      const Frame frame = next_frame();
      if (frame.head == 0 || rest_.size() < frame.head + frame.size) break;
      take(frame, message);
    }
    if (bytes.empty()) return;
    rest_ += bytes.substr(0, kStep);
    bytes.remove_prefix(std::min(kStep, bytes.size()));
  }
}

std::string head_of_frame(Opcode opcode, std::size_t size) {
  std::string head{static_cast<char>(0x80U | static_cast<unsigned>(opcode))};
  const auto put = [&](std::size_t number, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) head += static_cast<char>(number >> (8 * i) & 0xFFU);
  };
  if (size < 126) {
    put(size, 1);
  } else if (size < 65536) {
    put(126, 1);
    put(size, 2);
  } else {
    put(127, 1);
    put(size, 8);
  }
  return head;
}

std::string frame_of(Opcode opcode, std::string_view content) {
  return head_of_frame(opcode, content.size()).append(content);
}

std::string close_frame(std::uint16_t code, std::string_view why) {
  std::string content{static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
  return frame_of(Opcode::kClose, content.append(why.substr(0, kLargestControl - 2)));
}

std::string answer_to_handshake(const Request& request) {
  static constexpr std::string_view kMagic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  if (request.only_head || !request.header_has("upgrade", "websocket") ||
      !request.header_has("connection", "upgrade")) {
    throw HttpError(426, "expected a WebSocket");
  }
  if (request.header("sec-websocket-version") != "13") {
    throw HttpError(426, "expected version 13 of WebSocket");
  }
  const auto key = request.header("sec-websocket-key");
  static constexpr std::size_t kKey = 24;  // 16 bytes in base64
  if (!key || key->size() != kKey) throw HttpError(400, "expected a key of 16 bytes in base64");
  return head_of_answer(
      101, {{"Upgrade", "websocket"},
            {"Connection", "Upgrade"},
            {"Sec-WebSocket-Accept", base64_digest(std::string(*key).append(kMagic), EVP_sha1())}});
}

}  // namespace poseaae::serve
