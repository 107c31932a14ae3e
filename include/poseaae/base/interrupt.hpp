#pragma once

namespace poseaae {

/// From now on, Ctrl-C (SIGINT), SIGTERM and SIGHUP remove the temporary files of every AtomicFile
/// and every LockFile, say so on stderr and end the process with status 130. A signal that is
/// ignored stays so (nohup). A file beyond the limit on sizes (SIGXFSZ) is an error of writing.
void exit_on_interrupt();

/// As long as it exists, the first Ctrl-C (SIGINT), SIGTERM or SIGHUP only sets a flag, so that a
/// loop can stop at a safe point; the second exits at once with status 130, without temporary
/// files. SIGTERM and SIGHUP within a second of the first count as the same one: who closes a
/// terminal, and timeout(1), send theirs twice. From the first guard on, a closed pipe (SIGPIPE)
/// is an error of writing instead of the end of the process: work goes on without its reader.
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
