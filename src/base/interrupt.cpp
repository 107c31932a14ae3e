#include "poseaae/base/interrupt.hpp"

#include <unistd.h>

#include <csignal>

#include "poseaae/base/error.hpp"

namespace poseaae {

namespace {

volatile std::sig_atomic_t requested = 0;
struct sigaction previous_int {};
struct sigaction previous_term {};

extern "C" void on_signal(int) {
  if (requested != 0) ::_exit(static_cast<int>(ExitCode::kInterrupted));
  requested = 1;
}

}  // namespace

InterruptGuard::InterruptGuard() {
  requested = 0;
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
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
