#include "serve/client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace poseaae::serve::test {

namespace {

std::string own_headers(int port, const std::string& headers) {
  const bool has_host = headers.find("Host:") != headers.npos;
  return (has_host ? "" : fmt::format("Host: 127.0.0.1:{}\r\n", port)) + headers;
}

}  // namespace

std::string masked_frame(Opcode opcode, std::string_view content, bool last) {
  std::string frame = head_of_frame(opcode, content.size());
  if (!last) frame[0] = static_cast<char>(frame[0] & 0x7F);
  frame[1] = static_cast<char>(frame[1] | 0x80);
  static constexpr std::string_view kMask = "\x12\x34\x56\x78";
  frame += kMask;
  for (std::size_t i = 0; i < content.size(); ++i)
    frame += static_cast<char>(content[i] ^ kMask[i % 4]);
  return frame;
}

Client::Client(int port, int receive_buffer)
    : port_(port), socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (receive_buffer > 0) {
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("expected a server on port " + std::to_string(port));
  }
}

Client::~Client() { close(socket_); }

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void Client::end_sending() { shutdown(socket_, SHUT_WR); }

bool Client::receive_more(int wait_ms) {
  pollfd waited{socket_, POLLIN, 0};
  if (poll(&waited, 1, wait_ms) != 1) return false;
  std::array<char, 65536> bytes{};
  const ssize_t count = recv(socket_, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  rest_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

std::string Client::receive_all(int wait_ms) {
  while (receive_more(wait_ms)) {
  }
  return std::exchange(rest_, "");
}

bool Client::has_ended(int wait_ms) {
  std::array<char, 65536> bytes{};
  while (true) {
    pollfd waited{socket_, POLLIN, 0};
    if (poll(&waited, 1, wait_ms) != 1) return false;
    if (recv(socket_, bytes.data(), bytes.size(), 0) <= 0) return true;
  }
}

int Client::open(const std::string& target, const std::string& headers) {
  send(
      fmt::format("GET {} HTTP/1.1\r\nUpgrade: websocket\r\nConnection: "
                  "Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{}\r\n",
                  target, own_headers(port_, headers)));
  std::size_t end = 0;
  while ((end = rest_.find("\r\n\r\n")) == rest_.npos) {
    if (!receive_more(5000)) return 0;
  }
  const int status = status_of(rest_);
  rest_.erase(0, end + 4);
  return status;
}

Client::Received Client::next(int wait_ms) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(rest_[i]));
  };
  while (true) {
    std::size_t head = 2, size = 0;
    if (rest_.size() >= 2) {
      const std::size_t more = byte(1) == 126 ? 2 : byte(1) == 127 ? 8 : 0;
      head = 2 + more;
      size = more == 0 ? byte(1) : 0;
      if (rest_.size() >= head) {
        for (std::size_t i = 0; i < more; ++i) size = size << 8U | byte(2 + i);
        if (rest_.size() >= head + size) {
          Received received{static_cast<Opcode>(byte(0) & 0x0FU), rest_.substr(head, size)};
          rest_.erase(0, head + size);
          return received;
        }
      }
    }
    if (!receive_more(wait_ms)) return {};
  }
}

std::string Client::next_text(int wait_ms) {
  while (true) {
    const Received received = next(wait_ms);
    if (received.opcode == Opcode::kText || received.opcode == Opcode::kMore)
      return received.content;
  }
}

std::string Client::next_frame(int wait_ms) {
  while (true) {
    const Received received = next(wait_ms);
    if (received.opcode == Opcode::kBinary || received.opcode == Opcode::kMore)
      return received.content;
  }
}

std::string ask(int port, const std::string& target, const std::string& headers) {
  Client client(port);
  client.send(fmt::format("GET {} HTTP/1.1\r\n{}\r\n", target, own_headers(port, headers)));
  return client.receive_all();
}

int status_of(const std::string& answer) {
  static constexpr std::string_view kBegin = "HTTP/1.1 ";
  return answer.starts_with(kBegin) ? std::stoi(answer.substr(kBegin.size(), 3)) : 0;
}

}  // namespace poseaae::serve::test
