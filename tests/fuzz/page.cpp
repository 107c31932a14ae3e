#include <algorithm>

#include "fuzz/support.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/serve/access.hpp"
#include "poseaae/serve/page_messages.hpp"
#include "poseaae/serve/web_socket.hpp"

/// What browsers send to the page's server: requests, which begin with a letter; messages, which
/// begin with a bracket; and bytes of WebSockets.
namespace poseaae::fuzz {

Target page_target();

namespace {

using Messages = std::vector<std::pair<serve::Opcode, std::string>>;

std::vector<std::string> seeds() {
  const std::string host = " HTTP/1.1\r\nHost: localhost:8090\r\n";
  return {"GET /?token=0123456789abcdef" + host + "\r\n",
          "HEAD /recordings/a%20dance.bvh?token=0123456789abcdef" + host + "Origin: null\r\n\r\n",
          "GET /live?token=0123456789abcdef" + host +
              "Origin: http://127.0.0.1:8090\r\nUpgrade: websocket\r\nConnection: keep-alive, "
              "Upgrade\r\n"
              "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
          R"(["/poseaae/latent",0.5,-1e-3,7,2147483648])",
          R"( [ "/poseaae/mix/a" , "w\u00e4lz,er\"]" ])",
          "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58",
          std::string("\x01\x81\0\0\0\0a\x89\x80\0\0\0\0\x80\x81\0\0\0\0b", 20)};
}

void read_request(std::string_view input) {
  static const serve::Access access("127.0.0.1", 8090, "0123456789abcdef");
  const auto size = serve::size_of_head(input);
  if (!size) throw Error("the request has not come whole");
  const serve::Request request = serve::read_request(input.substr(0, *size));
  require(request.path.starts_with('/'), "a path begins with '/'");
  access.check(request);
  if (request.path == "/live") (void)serve::answer_to_handshake(request);
}

void read_message(std::string_view input) {
  const std::string text = serve::text_of(serve::read_message(input));
  require(serve::text_of(serve::read_message(text)) == text, "a message reads as it is written");
}

/// The messages in pieces of so many bytes; what breaks the rules ends them.
Messages messages_of(std::string_view input, std::size_t piece, bool& ends) {
  serve::MessageReader reader;
  Messages messages;
  try {
    for (; !input.empty(); input.remove_prefix(std::min(piece, input.size()))) {
      reader.read(input.substr(0, piece), [&](serve::Opcode opcode, std::string_view content) {
        require(content.size() <= serve::kLargestMessage, "messages keep within their limit");
        messages.emplace_back(opcode, content);
      });
    }
  } catch (const serve::WebSocketError&) {
    ends = true;
  }
  return messages;
}

void read_frames(std::string_view input) {
  bool ends = false, also = false;
  const Messages whole = messages_of(input, input.size(), ends);
  require(messages_of(input, 3, also) == whole && ends == also,
          "messages are the same, however their bytes come");
  if (ends) throw Error("the rules of WebSockets are broken");
}

void read(std::string_view input) {
  if (input.empty()) throw Error("nothing came");
  if (input[0] >= 'A' && input[0] <= 'Z') return read_request(input);
  if (input[0] == '[' || input[0] == ' ') return read_message(input);
  read_frames(input);
}

}  // namespace

Target page_target() { return {.seeds = seeds, .read = read}; }

}  // namespace poseaae::fuzz
