#include "poseaae/base/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

#include "poseaae/base/error.hpp"

namespace poseaae {

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const std::filesystem::path& program, const char* doing, int number) {
  throw Error(
      fmt::format("{}: cannot be run: {}: {}", program.string(), doing, std::strerror(number)));
}

/// A file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor reads;
  Descriptor writes;
};

Pipe make_pipe(const std::filesystem::path& program) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(program, "no pipe", errno);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// A file without a name that holds the input, so that nobody has to feed the child.
Descriptor input_file(const std::filesystem::path& program, std::string_view input) {
  if (input.empty()) return Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  Descriptor file(::memfd_create("input", MFD_CLOEXEC));
  if (!file.is_open()) fail(program, "no room for its input", errno);
  while (!input.empty()) {
    const ssize_t written = ::write(file.number(), input.data(), input.size());
    if (written < 0 && errno != EINTR) fail(program, "no room for its input", errno);
    if (written > 0) input.remove_prefix(static_cast<std::size_t>(written));
  }
  ::lseek(file.number(), 0, SEEK_SET);
  return file;
}

/// All signals wait while it lives, so that no handler of this process runs in the child.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

/// Everything that the child needs between fork and exec, where it may call only what is safe in a
/// signal handler.
struct Start {
  const char* program;
  char* const* arguments;
  int input;
  int out;
  int err;
  int problem;  ///< takes errno where the program cannot be run
  rlim_t cpu_s;
  rlim_t memory;
  pid_t parent;
};

void set_limit(__rlimit_resource which, rlim_t soft, rlim_t hard) {
  rlimit present{};
  ::getrlimit(which, &present);
  const rlimit wanted{std::min(soft, present.rlim_max), std::min(hard, present.rlim_max)};
  ::setrlimit(which, &wanted);
}

/// Moved above the standard streams, which may be closed in this process.
int lifted(int descriptor) { return ::fcntl(descriptor, F_DUPFD_CLOEXEC, 3); }

[[noreturn]] void become(const Start& start) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::setpgid(0, 0);
  const int input = lifted(start.input), out = lifted(start.out), err = lifted(start.err);
  const int problem = lifted(start.problem);
  const bool ready = ::getppid() == start.parent && ::dup2(input, STDIN_FILENO) >= 0 &&
                     ::dup2(out, STDOUT_FILENO) >= 0 && ::dup2(err, STDERR_FILENO) >= 0;
  if (ready) {
    ::syscall(SYS_close_range, 3U, ~0U, 4U);  // CLOSE_RANGE_CLOEXEC: also what others left open
    set_limit(RLIMIT_CORE, 0, 0);
    set_limit(RLIMIT_CPU, start.cpu_s, start.cpu_s + 1);
    if (start.memory != 0) set_limit(RLIMIT_AS, start.memory, start.memory);
    for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
    ::execv(start.program, start.arguments);
  }
  const int number = errno;
  while (::write(problem, &number, sizeof number) < 0 && errno == EINTR) {
  }
  ::_exit(127);
}

/// A running child and what comes from it. It is ended and waited for, whatever happens.
class Child {
 public:
  Child(const std::filesystem::path& program, const std::vector<std::string>& arguments,
        const ChildLimits& limits, std::string_view input);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ > 0) static_cast<void>(collect());
  }

  /// Reads until the child has ended, or has to.
  [[nodiscard]] ChildResult run(const ChildLimits& limits);

 private:
  void start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
             const ChildLimits& limits, std::string_view input);
  [[nodiscard]] std::optional<ChildEnd> follow(const ChildLimits& limits, ChildResult& result);
  /// Whether something came.
  [[nodiscard]] static bool read_some(Descriptor& from, std::string& to);
  std::optional<int> collect() noexcept;

  std::filesystem::path program_;
  pid_t pid_ = -1;
  Descriptor out_;
  Descriptor err_;
  Descriptor ended_;  ///< readable when the child has ended
};

Child::Child(const std::filesystem::path& program, const std::vector<std::string>& arguments,
             const ChildLimits& limits, std::string_view input)
    : program_(program) {
  start(program, arguments, limits, input);
  ended_ = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  if (!ended_.is_open()) {
    const int number = errno;
    static_cast<void>(collect());
    fail(program, "no sign of its end", number);
  }
  for (const Descriptor* stream : {&out_, &err_}) ::fcntl(stream->number(), F_SETFL, O_NONBLOCK);
}

void Child::start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                  const ChildLimits& limits, std::string_view input) {
  const Descriptor stdin_file = input_file(program, input);
  Pipe out = make_pipe(program), err = make_pipe(program), problem = make_pipe(program);
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const Start start{program.c_str(),
                    pointers.data(),
                    stdin_file.number(),
                    out.writes.number(),
                    err.writes.number(),
                    problem.writes.number(),
                    static_cast<rlim_t>(limits.cpu.count()),
                    static_cast<rlim_t>(limits.memory),
                    ::getpid()};
  {
    const SignalsBlocked blocked;
    pid_ = ::fork();
    if (pid_ == 0) become(start);
  }
  if (pid_ < 0) fail(program, "no process", errno);
  for (Pipe* pipe : {&out, &err, &problem}) pipe->writes.close();
  int number = 0;
  ssize_t size = 0;
  while ((size = ::read(problem.reads.number(), &number, sizeof number)) < 0 && errno == EINTR) {
  }
  if (size == static_cast<ssize_t>(sizeof number)) {
    static_cast<void>(collect());
    fail(program, "it does not start", number);
  }
  out_ = std::move(out.reads);
  err_ = std::move(err.reads);
}

bool Child::read_some(Descriptor& from, std::string& to) {
  std::array<char, 1 << 16> block;
  const ssize_t size = ::read(from.number(), block.data(), block.size());
  if (size > 0) to.append(block.data(), static_cast<std::size_t>(size));
  const bool ended = size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR);
  if (ended) from.close();
  return size > 0;
}

/// Why the child has to be ended; nothing where it ended by itself.
std::optional<ChildEnd> Child::follow(const ChildLimits& limits, ChildResult& result) {
  const Clock::time_point deadline = Clock::now() + limits.wall;
  const auto too_much = [&] { return result.out.size() + result.err.size() > limits.output; };
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return ChildEnd::kWallTime;
    std::array<pollfd, 3> awaited{pollfd{out_.number(), POLLIN, 0},
                                  pollfd{err_.number(), POLLIN, 0},
                                  pollfd{ended_.number(), POLLIN, 0}};
    const int wait_ms = static_cast<int>(std::min<long long>(left.count(), 1 << 30));
    if (::poll(awaited.data(), awaited.size(), wait_ms) < 0 && errno != EINTR) {
      fail(program_, "no word from it", errno);
    }
    const bool ended = awaited[2].revents != 0;
    for (const auto& [stream, text] : {std::pair{&out_, &result.out}, {&err_, &result.err}}) {
      // What an ended child has left in a pipe is there at once.
      while (stream->is_open() && read_some(*stream, *text) && !too_much()) {
        if (!ended) break;
      }
    }
    if (too_much()) return ChildEnd::kTooMuchOutput;
    if (ended) return {};
  }
}

ChildResult Child::run(const ChildLimits& limits) {
  ChildResult result;
  const std::optional<ChildEnd> reason = follow(limits, result);
  const std::optional<int> status = collect();
  if (reason) {
    result.end = *reason;
    result.status = SIGKILL;
  } else if (!status) {
    fail(program_, "no status of its end", ECHILD);
  } else if (WIFSIGNALED(*status)) {
    result.status = WTERMSIG(*status);
    result.end = result.status == SIGXCPU ? ChildEnd::kCpuTime : ChildEnd::kSignal;
  } else {
    result.status = WEXITSTATUS(*status);
  }
  return result;
}

/// Ends the child, where it still runs, and all that it started, and takes its status; nothing
/// where this process ignores the ends of its children.
std::optional<int> Child::collect() noexcept {
  ::kill(-pid_, SIGKILL);
  ::kill(pid_, SIGKILL);  // before it has made a group of its own
  int status = 0;
  pid_t waited = 0;
  while ((waited = ::waitpid(pid_, &status, 0)) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return waited > 0 ? std::optional(status) : std::nullopt;
}

}  // namespace

ChildResult run_child(const std::filesystem::path& program,
                      const std::vector<std::string>& arguments, const ChildLimits& limits,
                      std::string_view input) {
  return Child(program, arguments, limits, input).run(limits);
}

std::string describe_end(const ChildResult& result, const ChildLimits& limits) {
  switch (result.end) {
    case ChildEnd::kExited:
      return fmt::format("exit status {}", result.status);
    case ChildEnd::kSignal:
      return fmt::format("signal {} ({})", result.status, ::strsignal(result.status));
    case ChildEnd::kWallTime:
      return fmt::format("no end within {:g} s",
                         std::chrono::duration<double>(limits.wall).count());
    case ChildEnd::kCpuTime:
      return fmt::format("no end within {} s of computing", limits.cpu.count());
    case ChildEnd::kTooMuchOutput:
      break;
  }
  return fmt::format("more output than {} bytes", limits.output);
}

}  // namespace poseaae
