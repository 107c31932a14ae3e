#pragma once

namespace poseaae {

/// While it lives, the first Ctrl-C (SIGINT) or SIGTERM only raises a flag, so that a loop can stop
/// at a safe point; the second exits at once with 130.
class InterruptGuard {
 public:
  InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  ~InterruptGuard();
};

[[nodiscard]] bool interrupt_requested() noexcept;
/// Raises the flag as a signal would, for tests and embedders.
void request_interrupt() noexcept;

}  // namespace poseaae
