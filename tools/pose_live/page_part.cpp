#include "pose_live/page_part.hpp"

#include <fmt/format.h>

#include <optional>

#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/page/space.hpp"
#include "poseaae/serve/access.hpp"
#include "poseaae/serve/page_server.hpp"

namespace poseaae::tools {

namespace {

class PagePart final : public LivePart {
 public:
  void add_to(CommandLine& app) override {
    app.group("Page");
    app.add_option(
           "--page-port", port_,
           "Port at which the page is served to browsers; 0: any that is free (default: the "
           "first free one from 8090 to 8099)")
        ->between(0, 65535);
    app.add_option("--bind ADDRESS", options_.bind,
                   "Address at which it is served: 127.0.0.1, for browsers on this machine alone, "
                   "or one that others reach, as 0.0.0.0, all of them. Others need a token, which "
                   "is part of the address that is printed");
    app.add_option("--token", options_.token,
                   "Token that pages have to know: 12 to 128 letters, digits, '-' and '_' "
                   "(default: none on 127.0.0.1, elsewhere a random one)");
    app.add_flag("--no-page", none_, "Serve no page");
    app.group();
  }

  void check() override {
    if (none_) return;
    const bool is_open = options_.bind != "localhost" && !serve::is_loopback(options_.bind);
    if (is_open && options_.token.empty()) options_.token = serve::random_token();
    options_.validate();
  }

  void start(live::Instrument& instrument) override {
    if (none_) return;
    try {
      options_.page = page::installed_page();
    } catch (const InputError& error) {
      return log::warning("no page is served: {}", error.what());
    }
    // Two programs side by side both have a page.
    const int first = port_.value_or(options_.port), last = port_ ? first : first + kOthers;
    for (options_.port = first; !server_; ++options_.port) {
      try {
        server_ = std::make_unique<serve::PageServer>(instrument, options_);
      } catch (const OutputError&) {
        if (options_.port == last) throw;
      }
    }
  }

  live::FrameSink* sink() override { return server_.get(); }

  std::string greeting() const override {
    return server_ ? fmt::format("page: {}", server_->address()) : "";
  }

  std::string report() const override {
    if (served_.pages == 0) return "";
    return fmt::format("page: {} connections, {} frames sent, {} left out, {} messages, {} refused",
                       served_.pages, served_.frames, served_.dropped, served_.received.taken,
                       served_.received.refused);
  }

  void stop() override {
    if (server_) served_ = server_->served();
    server_.reset();
  }

 private:
  static constexpr int kOthers = 9;  // ports that are tried after the first

  serve::PageOptions options_;
  std::optional<int> port_;
  bool none_ = false;
  std::unique_ptr<serve::PageServer> server_;
  serve::Served served_;
};

}  // namespace

std::unique_ptr<LivePart> page_part() { return std::make_unique<PagePart>(); }

}  // namespace poseaae::tools
