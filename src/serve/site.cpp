#include "serve/site.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "poseaae/base/log.hpp"
#include "poseaae/serve/page_messages.hpp"
#include "serve/digest.hpp"

namespace poseaae::serve {

namespace {

using std::chrono::milliseconds;

constexpr int kMostPages = 16;
constexpr std::size_t kMostClients = 64;
constexpr milliseconds kBetweenNews{8};
constexpr milliseconds kLongestWait{500};  // time-outs need no more
constexpr double kFrame_s = 1.0 / 60.0;
constexpr double kNearly_s = 1e-3;
constexpr std::string_view kRecordings = "/recordings/";

/// The digest of the page's one script, which alone may run there.
std::string digest_of_script(const std::string& page) {
  static constexpr std::string_view kBegin = "<script type=\"module\">", kEnd = "</script>";
  const std::size_t at = page.find(kBegin);
  if (at == page.npos) return "";
  const std::size_t first = at + kBegin.size(), last = page.find(kEnd, first);
  return base64_digest(std::string_view(page).substr(first, last - first), EVP_sha256());
}

/// What the page may do (https://www.w3.org/TR/CSP3): its own script and style, its own socket.
std::string content_policy(const std::string& digest, std::string_view host) {
  return fmt::format(
      "default-src 'none'; script-src 'sha256-{}'; style-src 'unsafe-inline'; img-src data: blob:; "
      "connect-src 'self' ws://{}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      digest, host);
}

/// Whether a name is one of a file, and no way out of its folder.
bool is_file_name(std::string_view name) {
  return !name.empty() && name.size() <= 255 && name.front() != '.' &&
         name.find_first_of("/\\") == name.npos;
}

std::size_t frame_size(const live::Description& description) {
  return size_of_frame(static_cast<std::size_t>(description.skeleton.joints()),
                       static_cast<std::size_t>(description.mean.size()));
}

}  // namespace

PageServer::Site::Site(live::Instrument& instrument, const PageOptions& options)
    : instrument_(instrument),
      page_(options.page),
      script_digest_(digest_of_script(options.page)),
      bind_(options.bind),
      listening_(listening_socket(options.bind, options.port)),
      wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      port_(port_of(listening_)),
      access_(options.bind, port_, options.token),
      mailbox_(frame_size(instrument.description())) {
  instrument_.add(*this, own_);
  thread_ = std::thread([this] { run(); });
}

PageServer::Site::~Site() {
  instrument_.remove(*this);
  ends_ = true;
  wake();
  thread_.join();
}

std::string PageServer::Site::address() const {
  const bool is_any = bind_ == "0.0.0.0" || bind_ == "::";
  std::string host = is_any ? outside_address() : bind_;
  if (host.find(':') != host.npos) host = fmt::format("[{}]", host);
  const std::string& token = access_.token();
  return fmt::format("http://{}:{}/{}{}", host, port_, token.empty() ? "" : "?token=", token);
}

Served PageServer::Site::served() const {
  return {.pages = counts_.pages,
          .frames = counts_.frames,
          .dropped = counts_.dropped,
          .turned_away = counts_.turned_away,
          .received = {.taken = counts_.taken, .refused = counts_.refused}};
}

void PageServer::Site::show(const live::Frame& frame) noexcept {
  if (pages() == 0 || frame.time_s < due_s_ - kNearly_s) return;
  due_s_ = std::max(due_s_ + kFrame_s, frame.time_s);
  if (mailbox_.put(frame)) wake();
}

void PageServer::Site::heard(const live::Message& message, live::Peer from) {
  if (pages() == 0) return;
  told_.add(message, from);
  wake();
}

void PageServer::Site::described() {
  told_.describe();
  wake();
}

void PageServer::Site::wake() noexcept {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(wake_.number(), &one, sizeof one);
}

void PageServer::Site::run() {
  // A thread of this kind, when it is woken, does not take the place of the one that woke it, which
  // is the clock's (sched(7), SCHED_BATCH).
  const sched_param none{};
  pthread_setschedparam(pthread_self(), SCHED_BATCH, &none);
  while (!ends_) {
    wait_for_something();
    const Moment now = std::chrono::steady_clock::now();
    try {
      if (now >= next_news_ && !told_.empty()) tell_news(now);
    } catch (const std::exception& problem) {
      log::warning("page: {}", problem.what());
    }
    show_newest();
    for (Connection& client : clients_) {
      client.check_time(now);
      client.send(now);
    }
    std::erase_if(clients_, [](const Connection& client) {
      return client.state() == Connection::State::kOver;
    });
    count_pages();
  }
  const Moment now = std::chrono::steady_clock::now();
  static constexpr std::uint16_t kGoesAway = 1001;
  for (Connection& client : clients_) {
    if (client.is_page()) client.close(kGoesAway, "the program ends", now);
    client.send(now);
  }
}

void PageServer::Site::wait_for_something() {
  std::vector<pollfd> sockets{{wake_.number(), POLLIN, 0}, {listening_.number(), POLLIN, 0}};
  const Moment before = std::chrono::steady_clock::now();
  if (before < next_accept_) sockets[1].fd = -1;
  for (const Connection& client : clients_) {
    const int events =
        (client.wants_to_hear() ? POLLIN : 0) | (client.wants_to_send() ? POLLOUT : 0);
    sockets.push_back({client.socket(), static_cast<short>(events), 0});
  }
  auto wait = kLongestWait;
  if (!told_.empty()) {
    wait = std::clamp(std::chrono::ceil<milliseconds>(next_news_ - before), milliseconds(0), wait);
  }
  poll(sockets.data(), sockets.size(), static_cast<int>(wait.count()));
  const Moment now = std::chrono::steady_clock::now();
  std::uint64_t count = 0;
  [[maybe_unused]] const auto size = ::read(wake_.number(), &count, sizeof count);
  auto socket = sockets.begin() + 2;
  for (Connection& client : clients_) {
    if ((socket++)->revents & (POLLIN | POLLHUP | POLLERR)) receive(client, now);
  }
  if (sockets[1].revents != 0) accept_clients(now);
}

void PageServer::Site::accept_clients(Moment now) {
  static constexpr int kAtOnce = 64;
  for (int i = 0; i < kAtOnce; ++i) {
    Descriptor socket = next_client(listening_);
    if (!socket) {
      // Without a descriptor for it, a client waits in the system's queue.
      if (errno == EMFILE || errno == ENFILE) next_accept_ = now + milliseconds(200);
      return;
    }
    if (clients_.size() >= kMostClients) make_room();
    clients_.emplace_back(std::move(socket), now);
  }
}

/// Those who asked for nothing yet do not keep others out: the oldest goes.
void PageServer::Site::make_room() {
  const auto oldest = std::ranges::find_if(clients_, [](const Connection& client) {
    return client.state() != Connection::State::kPage;
  });
  if (oldest == clients_.end()) return;
  clients_.erase(oldest);
  ++counts_.turned_away;
}

void PageServer::Site::receive(Connection& client, Moment now) {
  // A little of each in turn, so that nobody who talks a lot keeps others waiting.
  const std::string_view bytes = client.receive(now);
  if (bytes.empty() || client.state() == Connection::State::kAnswering) return;
  try {
    read(client, bytes, now);
  } catch (const HttpError& why) {
    turn_away(client, why, now);
  } catch (const WebSocketError& why) {
    ++counts_.turned_away;
    client.close(why.code(), why.what(), now);
  } catch (const std::exception& problem) {
    log::warning("page: {}", problem.what());
    client.end();
  }
}

void PageServer::Site::read(Connection& client, std::string_view bytes, Moment now) {
  if (client.state() == Connection::State::kAsking) {
    client.asked() += bytes;
    return read_request_of(client, now);
  }
  client.reader().read(bytes, [&](Opcode opcode, std::string_view content) {
    if (client.is_page()) follow(client, opcode, content, now);
  });
}

void PageServer::Site::read_request_of(Connection& client, Moment now) {
  const auto size = size_of_head(client.asked());
  if (!size) return;
  const std::string asked = std::exchange(client.asked(), "");
  respond(client, read_request(std::string_view(asked).substr(0, *size)), now);
  if (client.is_page() && asked.size() > *size) {
    read(client, std::string_view(asked).substr(*size), now);
  }
}

void PageServer::Site::respond(Connection& client, const Request& request, Moment now) {
  access_.check(request);
  if (request.path == "/") return give_page(client, request, now);
  if (request.path == "/live") return open_page(client, request, now);
  if (request.path.starts_with(kRecordings)) return give_recording(client, request, now);
  throw HttpError(404, "expected / (the page), /live (its WebSocket) or /recordings/NAME");
}

void PageServer::Site::turn_away(Connection& client, const HttpError& why, Moment now) {
  ++counts_.turned_away;
  const std::string text = fmt::format("{}\n", why.what());
  client.answer(head_of_answer(why.status(), {{"Content-Type", "text/plain; charset=utf-8"},
                                              {"Content-Length", std::to_string(text.size())},
                                              {"Sec-WebSocket-Version", "13"},
                                              {"Allow", "GET, HEAD"}}),
                text, now);
}

void PageServer::Site::give_page(Connection& client, const Request& request, Moment now) {
  client.answer(head_of_answer(200, {{"Content-Type", "text/html; charset=utf-8"},
                                     {"Content-Length", std::to_string(page_.size())},
                                     {"Content-Security-Policy",
                                      content_policy(script_digest_, *request.header("host"))}}),
                request.only_head ? "" : page_, now);
}

void PageServer::Site::open_page(Connection& client, const Request& request, Moment now) {
  const std::string answer = answer_to_handshake(request);
  if (pages() >= kMostPages) {
    throw HttpError(503, fmt::format("expected at most {} pages; close one", kMostPages));
  }
  client.become_page(answer, now);
  ++counts_.pages;
  count_pages();  // before the state is read: what is set from now on is told
  client.tell(hello());
}

void PageServer::Site::give_recording(Connection& client, const Request& request, Moment now) {
  const std::string name = request.path.substr(kRecordings.size());
  if (!is_file_name(name)) throw HttpError(404, "expected the name of a recording");
  Descriptor file;
  struct stat about {};
  try {
    const std::string path = instrument_.recording(name).string();
    file = Descriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  } catch (const Error&) {
    // answered below
  }
  if (!file || fstat(file.number(), &about) != 0 || !S_ISREG(about.st_mode)) {
    throw HttpError(404, "expected the name of a recording, found none of that name");
  }
  const off_t size = request.only_head ? 0 : about.st_size;
  client.answer(
      head_of_answer(200, {{"Content-Type", "application/octet-stream"},
                           {"Content-Length", std::to_string(about.st_size)},
                           {"Content-Disposition",
                            fmt::format("attachment; filename*=UTF-8''{}", with_percent(name))}}),
      std::move(file), size, now);
}

void PageServer::Site::follow(Connection& page, Opcode opcode, std::string_view content,
                              Moment now) {
  if (opcode == Opcode::kPing) return page.pong(content);
  if (opcode == Opcode::kPong) return;
  if (opcode == Opcode::kClose) return page.close(kClosedNormally, "", now);
  if (opcode != Opcode::kText) throw WebSocketError(kNotText, "expected texts, found bytes");
  std::string problem;
  try {
    problem = instrument_.take(read_message(content), page.peer());
  } catch (const Error& error) {
    problem = error.what();
  }
  ++(problem.empty() ? counts_.taken : counts_.refused);
  if (!problem.empty()) page.tell(text_of({"/poseaae/error", {problem}}));
}

std::string PageServer::Site::hello() {
  const auto description = instrument_.description();
  opening_ = opening_of_hello(description, instrument_.map_json());
  return hello_of(opening_, description.presets, instrument_.state());
}

void PageServer::Site::tell_news(Moment now) {
  next_news_ = now + kBetweenNews;
  const auto news = told_.take();
  for (const auto& [message, from] : news.messages) {
    const std::string text = text_of(message);
    for (Connection& client : clients_) {
      if (from == live::kProgram || client.peer() != from) client.tell(text);
    }
  }
  if (news.described && pages() > 0) {
    // A page that begins again loses what is in the hand: only for what it cannot know otherwise.
    const std::string before = opening_;
    const std::string text = hello();
    if (opening_ != before) {
      for (Connection& client : clients_) client.tell(text);
    }
  }
  if (news.overflowed) tell_again();
}

void PageServer::Site::tell_again() {
  for (const live::Message& message : instrument_.state()) {
    const std::string text = text_of(message);
    for (Connection& client : clients_) client.tell(text);
  }
}

void PageServer::Site::show_newest() {
  const std::string* const frame = mailbox_.take();
  if (frame == nullptr) return;
  for (Connection& client : clients_) {
    if (!client.is_page()) continue;
    if (client.show(*frame)) {
      ++counts_.dropped;
    } else {
      ++counts_.frames;
    }
  }
}

void PageServer::Site::count_pages() noexcept {
  pages_ = static_cast<int>(
      std::ranges::count_if(clients_, [](const Connection& client) { return client.is_page(); }));
}

}  // namespace poseaae::serve
