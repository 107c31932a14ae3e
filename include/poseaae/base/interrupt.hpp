#pragma once

namespace poseaae {

/// From now on, Ctrl-C (SIGINT) and SIGTERM remove the temporary files of every AtomicFile, say so
/// on stderr and end the process with status 130. A signal that is ignored stays so (nohup).
void exit_on_interrupt();

/// As long as it exists, the first Ctrl-C (SIGINT) or SIGTERM only sets a flag, so that a loop can
/// stop at a safe point; the second exits at once with status 130, without temporary files.
class InterruptGuard {
 public:
  InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  ~InterruptGuard();
};

[[nodiscard]] bool interrupt_requested() noexcept;
/// Sets the flag as a signal would, for tests and for programs that embed the library.
void request_interrupt() noexcept;

}  // namespace poseaae
