#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "poseaae/live/message.hpp"
#include "poseaae/serve/web_socket.hpp"
#include "serve/sockets.hpp"

namespace poseaae::serve {

using Moment = std::chrono::steady_clock::time_point;

/// One client: first a request, then either an answer and the end, or a WebSocket. Its socket never
/// waits; what cannot be sent yet is kept here.
class Connection {
 public:
  enum class State : std::uint8_t {
    kAsking,     ///< the request has not come whole
    kAnswering,  ///< the answer is being sent; what else comes is thrown away
    kPage,       ///< a WebSocket
    kOver        ///< to be removed
  };

  Connection(Descriptor socket, Moment now);

  [[nodiscard]] int socket() const noexcept { return socket_.number(); }
  [[nodiscard]] State state() const noexcept { return state_; }
  [[nodiscard]] bool is_page() const noexcept { return state_ == State::kPage && !closes_; }
  [[nodiscard]] bool wants_to_send() const noexcept;
  [[nodiscard]] bool wants_to_hear() const noexcept { return hears_; }
  [[nodiscard]] live::Peer peer() const noexcept { return peer_; }
  [[nodiscard]] Moment begun() const noexcept { return begun_; }

  /// Reads what has come, a piece at a time; "" where nothing more is to be read now.
  [[nodiscard]] std::string_view receive(Moment now);
  /// Sends what can be sent.
  void send(Moment now);

  /// Bytes of a request that has not come whole.
  std::string& asked() noexcept { return asked_; }
  /// What the page sends, in pieces.
  MessageReader& reader() noexcept { return reader_; }

  /// The whole answer to a request, after which the connection ends.
  void answer(const std::string& head, std::string_view content, Moment now);
  /// An answer whose content is a file.
  void answer(const std::string& head, Descriptor file, off_t size, Moment now);
  /// From now on it is a WebSocket.
  void become_page(const std::string& head, Moment now);
  /// A text for the page. One that lets too many wait is given up.
  void tell(std::string_view text);
  void pong(std::string_view content);
  /// The newest frame; takes the place of one that was not sent yet. @returns whether one was lost
  bool show(std::string_view frame);
  /// Says goodbye to a page, and ends.
  void close(std::uint16_t code, std::string_view why, Moment now);
  void end() noexcept { state_ = State::kOver; }

  /// Ends what took too long, asks a page that was silent for a sign of life.
  void check_time(Moment now);

 private:
  void keep(std::string_view bytes);
  bool send_kept();
  bool send_file();

  Descriptor socket_;
  State state_ = State::kAsking;
  live::Peer peer_ = live::kProgram;
  Moment begun_, heard_, deadline_, pinged_;
  bool hears_ = true;       ///< the other side has not ended
  bool closes_ = false;     ///< once all is sent, our side ends
  bool has_ended_ = false;  ///< our side

  std::string asked_;
  MessageReader reader_;

  std::string kept_;  ///< to be sent, from sent_ on
  std::size_t sent_ = 0;
  std::string frame_;  ///< the newest, to be sent behind that; "" where there is none
  Descriptor file_;
  off_t file_left_ = 0;
};

}  // namespace poseaae::serve
