#include "sandbox.hpp"

#include <fcntl.h>
#include <seccomp.h>

#include <memory>

namespace poseaae {

namespace {

/// What reading, memory, time and printing take; a pipe to itself, for the address sanitizer.
constexpr int kAllowed[] = {
    SCMP_SYS(read),           SCMP_SYS(pread64),       SCMP_SYS(readv),
    SCMP_SYS(preadv),         SCMP_SYS(lseek),         SCMP_SYS(close),
    SCMP_SYS(fstat),          SCMP_SYS(newfstatat),    SCMP_SYS(stat),
    SCMP_SYS(lstat),          SCMP_SYS(statx),         SCMP_SYS(access),
    SCMP_SYS(readlink),       SCMP_SYS(getcwd),        SCMP_SYS(flock),
    SCMP_SYS(fcntl),          SCMP_SYS(write),         SCMP_SYS(writev),
    SCMP_SYS(mmap),           SCMP_SYS(munmap),        SCMP_SYS(mremap),
    SCMP_SYS(mprotect),       SCMP_SYS(madvise),       SCMP_SYS(brk),
    SCMP_SYS(futex),          SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
    SCMP_SYS(getpid),         SCMP_SYS(gettid),        SCMP_SYS(getuid),
    SCMP_SYS(sysinfo),        SCMP_SYS(getrandom),     SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),  SCMP_SYS(sigaltstack),
    SCMP_SYS(tgkill),         SCMP_SYS(sched_yield),   SCMP_SYS(sched_getaffinity),
    SCMP_SYS(exit),           SCMP_SYS(exit_group),    SCMP_SYS(pipe2),
};

bool allow(scmp_filter_ctx filter) {
  for (const int call : kAllowed) {
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) != 0) return false;
  }
  if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_EQ, 0)) !=
      0) {  // its own limits, which sanitizers ask for
    return false;
  }
  constexpr scmp_datum_t kWriting = O_ACCMODE | O_CREAT | O_TRUNC;
  return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                          SCMP_A2(SCMP_CMP_MASKED_EQ, kWriting, O_RDONLY)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
                          SCMP_A1(SCMP_CMP_MASKED_EQ, kWriting, O_RDONLY)) == 0;
}

}  // namespace

bool confine() {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(
      seccomp_init(SCMP_ACT_KILL_PROCESS), seccomp_release);
  return filter && allow(filter.get()) && seccomp_load(filter.get()) == 0;
}

}  // namespace poseaae
