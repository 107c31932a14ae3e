#include "poseaae/base/interrupt.hpp"

#include <unistd.h>

#include <csignal>

#include "poseaae/base/error.hpp"
#include "temporaries.hpp"

namespace poseaae {

namespace {

volatile std::sig_atomic_t requested = 0;
struct sigaction previous_int {};
struct sigaction previous_term {};

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

extern "C" void on_signal(int number) {
  if (requested != 0) stop_now(number);
  requested = 1;
}

struct sigaction with_handler(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaddset(&action.sa_mask, SIGINT);
  sigaddset(&action.sa_mask, SIGTERM);
  return action;
}

}  // namespace

void exit_on_interrupt() {
  const struct sigaction action = with_handler(stop_now);
  for (const int number : {SIGINT, SIGTERM}) {
    struct sigaction present {};
    ::sigaction(number, nullptr, &present);
    if (present.sa_handler != SIG_IGN) ::sigaction(number, &action, nullptr);
  }
}

InterruptGuard::InterruptGuard() {
  requested = 0;
  const struct sigaction action = with_handler(on_signal);
  ::sigaction(SIGINT, &action, &previous_int);
  ::sigaction(SIGTERM, &action, &previous_term);
}

InterruptGuard::~InterruptGuard() {
  ::sigaction(SIGINT, &previous_int, nullptr);
  ::sigaction(SIGTERM, &previous_term, nullptr);
  requested = 0;
}

bool interrupt_requested() noexcept { return requested != 0; }
void request_interrupt() noexcept { requested = 1; }

}  // namespace poseaae
