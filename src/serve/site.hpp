#pragma once

#include <atomic>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "poseaae/live/instrument.hpp"
#include "poseaae/serve/access.hpp"
#include "poseaae/serve/page_server.hpp"
#include "serve/connection.hpp"
#include "serve/frame_mailbox.hpp"
#include "serve/told.hpp"

namespace poseaae::serve {

/// The server itself: connections, what they are answered, and the thread that does it.
class PageServer::Site : private live::Listener {
 public:
  Site(live::Instrument& instrument, const PageOptions& options);
  ~Site() override;

  void show(const live::Frame& frame) noexcept;
  [[nodiscard]] int port() const noexcept { return port_; }
  [[nodiscard]] std::string address() const;
  [[nodiscard]] Served served() const;
  [[nodiscard]] int pages() const noexcept { return pages_.load(std::memory_order_relaxed); }

 private:
  struct Counts {
    std::atomic<std::uint64_t> pages{0}, frames{0}, dropped{0}, turned_away{0}, taken{0},
        refused{0};
  };

  void heard(const live::Message& message, live::Peer from) override;
  void described() override;
  void wake() noexcept;

  // The thread
  void run();
  void wait_for_something();
  void accept_clients(Moment now);
  void make_room();
  void receive(Connection& client, Moment now);
  void read(Connection& client, std::string_view bytes, Moment now);
  void read_request_of(Connection& client, Moment now);
  void respond(Connection& client, const Request& request, Moment now);
  void turn_away(Connection& client, const HttpError& why, Moment now);
  void give_page(Connection& client, const Request& request, Moment now);
  void open_page(Connection& client, const Request& request, Moment now);
  void give_recording(Connection& client, const Request& request, Moment now);
  void follow(Connection& page, Opcode opcode, std::string_view content, Moment now);
  void tell_news(Moment now);
  void tell_again();
  void show_newest();
  void count_pages() noexcept;
  [[nodiscard]] std::string hello();

  live::Instrument& instrument_;
  const std::string page_, script_digest_, bind_;
  Descriptor listening_, wake_;
  const int port_;
  const Access access_;
  const live::Peer own_ = live::next_peer();
  std::string opening_;  ///< of the hello that pages had
  FrameMailbox mailbox_;
  double due_s_ = 0.0;  ///< of the next frame for pages, on the clock's time

  Told told_;
  Moment next_news_;
  Moment next_accept_;
  std::list<Connection> clients_;
  Counts counts_;
  std::atomic<int> pages_{0};
  std::atomic<bool> ends_{false};
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace poseaae::serve
