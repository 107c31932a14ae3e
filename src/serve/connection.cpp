#include "serve/connection.hpp"

#include <sys/sendfile.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace poseaae::serve {

namespace {

using std::chrono::seconds;

constexpr seconds kToAsk{10};     // for a request
constexpr seconds kToAnswer{30};  // without any progress
constexpr seconds kToEnd{2};      // from the end of our side to the end of theirs
constexpr seconds kPing{20};      // of silence
constexpr seconds kSilence{60};   // after which a page is gone
constexpr std::size_t kMostKept = std::size_t{8} << 20U;

bool is_later() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

Connection::Connection(Descriptor socket, Moment now)
    : socket_(std::move(socket)), begun_(now), heard_(now), deadline_(now + kToAsk), pinged_(now) {}

bool Connection::wants_to_send() const noexcept {
  return sent_ < kept_.size() || !frame_.empty() || file_left_ > 0;
}

std::string_view Connection::receive(Moment now) {
  static thread_local std::array<char, 16384> bytes;
  const ssize_t count = recv(socket(), bytes.data(), bytes.size(), 0);
  if (count > 0) {
    heard_ = now;
    return {bytes.data(), static_cast<std::size_t>(count)};
  }
  if (count == 0 || !is_later()) {
    // Who asks and ends its own side still waits for an answer.
    if (count < 0 || state_ != State::kAnswering || has_ended_) end();
    hears_ = false;
  }
  return "";
}

void Connection::keep(std::string_view bytes) {
  if (sent_ == kept_.size()) {
    kept_.clear();
    sent_ = 0;
  }
  if (kept_.size() - sent_ + bytes.size() > kMostKept) return end();
  kept_ += bytes;
}

bool Connection::send_kept() {
  while (sent_ < kept_.size()) {
    const ssize_t count =
        ::send(socket(), kept_.data() + sent_, kept_.size() - sent_, MSG_NOSIGNAL);
    if (count < 0) {
      if (!is_later()) end();
      return false;
    }
    sent_ += static_cast<std::size_t>(count);
  }
  return true;
}

bool Connection::send_file() {
  while (file_left_ > 0) {
    const ssize_t count =
        sendfile(socket(), file_.number(), nullptr, static_cast<std::size_t>(file_left_));
    if (count <= 0) {
      if (count == 0 || !is_later()) end();  // the file is shorter than it was
      return false;
    }
    file_left_ -= count;
  }
  return true;
}

void Connection::send(Moment now) {
  if (state_ == State::kOver) return;
  const auto left = [&] { return static_cast<off_t>(kept_.size() - sent_) + file_left_; };
  const off_t before = left();
  bool is_done = send_kept();
  if (is_done && !frame_.empty()) {
    keep(frame_);
    frame_.clear();
    is_done = send_kept();
  }
  is_done = is_done && send_file();
  if (!closes_ || has_ended_) return;
  if (left() < before) deadline_ = now + kToAnswer;
  if (!is_done) return;
  shutdown(socket(), SHUT_WR);
  has_ended_ = true;
  deadline_ = now + kToEnd;
}

void Connection::answer(const std::string& head, std::string_view content, Moment now) {
  state_ = State::kAnswering;
  closes_ = true;
  deadline_ = now + kToAnswer;
  keep(head);
  keep(content);
}

void Connection::answer(const std::string& head, Descriptor file, off_t size, Moment now) {
  file_ = std::move(file);
  file_left_ = size;
  answer(head, "", now);
}

void Connection::become_page(const std::string& head, Moment now) {
  state_ = State::kPage;
  peer_ = live::next_peer();
  heard_ = pinged_ = now;
  keep(head);
}

void Connection::tell(std::string_view text) {
  if (!is_page()) return;
  keep(head_of_frame(Opcode::kText, text.size()));
  keep(text);
}

void Connection::pong(std::string_view content) {
  if (is_page()) keep(frame_of(Opcode::kPong, content));
}

bool Connection::show(std::string_view frame) {
  const bool is_lost = !frame_.empty();
  frame_ = head_of_frame(Opcode::kBinary, frame.size());
  frame_ += frame;
  return is_lost;
}

void Connection::close(std::uint16_t code, std::string_view why, Moment now) {
  if (closes_) return;
  keep(close_frame(code, why));
  frame_.clear();
  closes_ = true;
  state_ = State::kAnswering;  // what else comes is thrown away
  deadline_ = now + kToEnd;
}

void Connection::check_time(Moment now) {
  if (state_ == State::kPage) {
    if (now - heard_ > kSilence) return end();
    if (now - heard_ > kPing && now - pinged_ > kPing) {
      keep(frame_of(Opcode::kPing, ""));
      pinged_ = now;
    }
  } else if (now > deadline_) {
    end();
  }
}

}  // namespace poseaae::serve
