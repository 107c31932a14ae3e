#include "poseaae/base/interrupt.hpp"

#include <unistd.h>

#include <array>
#include <csignal>
#include <ctime>

#include "poseaae/base/error.hpp"
#include "temporaries.hpp"

namespace poseaae {

namespace {

/// What asks a program to stop.
constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};

volatile std::sig_atomic_t requested = 0;
volatile std::time_t requested_at = 0;
std::array<struct sigaction, kSignals.size()> previous{};

extern "C" void stop_now(int) {
  remove_temporaries();
  static constexpr char kMessage[] = "error: interrupted; unfinished files have been removed\n";
  // A progress bar may stand in the line.
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  const bool written = (!terminal || ::write(STDERR_FILENO, "\n", 1) == 1) &&
                       ::write(STDERR_FILENO, kMessage, sizeof kMessage - 1) > 0;
  static_cast<void>(written);
  ::_exit(static_cast<int>(ExitCode::kInterrupted));
}

/// In seconds; safe in a signal handler.
std::time_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec;
}

extern "C" void on_signal(int number) {
  if (requested == 0) {
    requested_at = now();
    requested = 1;
    return;
  }
  const bool sent_twice = number != SIGINT && now() - requested_at <= 1;
  if (!sent_twice) stop_now(number);
}

struct sigaction with_handler(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  for (const int number : kSignals) sigaddset(&action.sa_mask, number);
  return action;
}

bool is_ignored(int number) {
  struct sigaction present {};
  ::sigaction(number, nullptr, &present);
  return present.sa_handler == SIG_IGN;
}

}  // namespace

void exit_on_interrupt() {
  const struct sigaction action = with_handler(stop_now);
  for (const int number : kSignals) {
    if (!is_ignored(number)) ::sigaction(number, &action, nullptr);
  }
  std::signal(SIGXFSZ, SIG_IGN);
}

InterruptGuard::InterruptGuard() {
  requested = 0;
  const struct sigaction action = with_handler(on_signal);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    const bool without_terminal = kSignals[i] == SIGHUP && is_ignored(SIGHUP);  // nohup
    ::sigaction(kSignals[i], without_terminal ? nullptr : &action, &previous[i]);
  }
  std::signal(SIGPIPE, SIG_IGN);
}

InterruptGuard::~InterruptGuard() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], &previous[i], nullptr);
  }
  requested = 0;
}

bool interrupt_requested() noexcept { return requested != 0; }
void request_interrupt() noexcept { requested = 1; }

}  // namespace poseaae
