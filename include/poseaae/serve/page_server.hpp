#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "poseaae/live/frame.hpp"
#include "poseaae/live/instrument.hpp"

namespace poseaae::serve {

struct PageOptions {
  std::string bind = "127.0.0.1";  ///< address to listen at, in digits, or "localhost"
  int port = 8090;                 ///< 0: any that is free
  std::string token;  ///< asked for of everyone; has to be there unless bound to loopback
  std::string page;   ///< the page itself, HTML

  /// @throws UsageError for a token that is too short, and for an address that others reach without
  /// a token
  void validate() const;
};

/// What happened since the server began.
struct Served {
  std::uint64_t pages = 0;        ///< connections of pages so far
  std::uint64_t frames = 0;       ///< that were sent, over all pages
  std::uint64_t dropped = 0;      ///< that a page was too slow for
  std::uint64_t turned_away = 0;  ///< requests and connections
  live::Received received;        ///< messages of pages
};

/// Serves the page of an instrument: "/" is the page, "/live" the WebSocket of docs/LIVE.md,
/// "/recordings/NAME" what was recorded; everything else is 404. HTTP writes nothing.
///
/// One thread does it all and waits for nobody: a page that reads slowly misses frames, and others
/// do not notice. At most 16 pages; requests have ten seconds to be made, and pages have a minute
/// to answer a ping.
class PageServer : public live::FrameSink {
 public:
  /// Listens from here on. The instrument has to outlive it.
  /// @throws UsageError (options), OutputError where the port is taken or the address not here
  PageServer(live::Instrument& instrument, const PageOptions& options);
  /// Tells pages that the program ends.
  ~PageServer() override;
  PageServer(const PageServer&) = delete;
  PageServer& operator=(const PageServer&) = delete;

  /// Leaves the frame where the server's thread finds it: sixty times a second at most, the newest.
  void show(const live::Frame& frame) noexcept override;

  [[nodiscard]] int port() const noexcept;
  /// What to open in a browser: "http://127.0.0.1:8090/", with the token if there is one. For a
  /// server of all interfaces, one of this machine's addresses.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] Served served() const;
  /// Pages that are connected now.
  [[nodiscard]] int pages() const noexcept;

 private:
  class Site;
  std::unique_ptr<Site> site_;
};

}  // namespace poseaae::serve
