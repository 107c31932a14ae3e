#include "poseaae/serve/page_server.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/serve/access.hpp"
#include "serve/site.hpp"

namespace poseaae::serve {

namespace {

std::string numeric(const std::string& bind) { return bind == "localhost" ? "127.0.0.1" : bind; }

}  // namespace

void PageOptions::validate() const {
  if (!token.empty()) check_token(token);
  if (token.empty() && !is_loopback(numeric(bind))) {
    throw UsageError(fmt::format(
        "bind: others reach {}: expected a token that they have to know, found none", bind));
  }
  if (port < 0 || port > 65535) {
    throw UsageError(fmt::format("port: expected 0 to 65535, found {}", port));
  }
}

PageServer::PageServer(live::Instrument& instrument, const PageOptions& options) {
  options.validate();
  PageOptions numbered = options;
  numbered.bind = numeric(options.bind);
  site_ = std::make_unique<Site>(instrument, numbered);
}

PageServer::~PageServer() = default;

void PageServer::show(const live::Frame& frame) noexcept { site_->show(frame); }

int PageServer::port() const noexcept { return site_->port(); }

std::string PageServer::address() const { return site_->address(); }

Served PageServer::served() const { return site_->served(); }

int PageServer::pages() const noexcept { return site_->pages(); }

}  // namespace poseaae::serve
