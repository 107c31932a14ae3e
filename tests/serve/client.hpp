#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "poseaae/serve/web_socket.hpp"

/// A client of a server on this machine, on a bare socket: it may do what a browser never does.
namespace poseaae::serve::test {

/// A frame as clients send it.
[[nodiscard]] std::string masked_frame(Opcode opcode, std::string_view content, bool last = true);

class Client {
 public:
  explicit Client(int port, int receive_buffer = 0);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  /// Whether all could be sent; not where the server has ended the connection.
  bool send(std::string_view bytes);
  void end_sending();
  /// Everything until the server ends, or until `wait_ms` pass without a byte.
  [[nodiscard]] std::string receive_all(int wait_ms = 5000);
  /// Whether the server has ended the connection, within this time; what comes is thrown away.
  [[nodiscard]] bool has_ended(int wait_ms = 5000);

  /// Asks for /live, as a page of this server does unless `headers` say otherwise; the status.
  int open(const std::string& target = "/live", const std::string& headers = "");
  bool say(std::string_view text) { return send(masked_frame(Opcode::kText, text)); }
  struct Received {
    Opcode opcode = Opcode::kMore;  ///< kMore where nothing came
    std::string content;
  };
  [[nodiscard]] Received next(int wait_ms = 5000);
  /// The next text, frames passed over; "" where none comes.
  [[nodiscard]] std::string next_text(int wait_ms = 5000);
  /// The next frame of the dance; "" where none comes.
  [[nodiscard]] std::string next_frame(int wait_ms = 5000);

 private:
  bool receive_more(int wait_ms);

  int port_;
  int socket_;
  std::string rest_;
};

/// The answer to a request for this target: the whole of it.
[[nodiscard]] std::string ask(int port, const std::string& target, const std::string& headers = "");
[[nodiscard]] int status_of(const std::string& answer);

}  // namespace poseaae::serve::test
