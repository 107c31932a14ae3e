#include "poseaae/base/child_process.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <iterator>
#include <thread>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "support/support.hpp"

namespace poseaae {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

/// Stand-ins: what a shell does with a line.
ChildResult shell(const std::string& line, const ChildLimits& limits = {},
                  std::string_view input = {}) {
  return run_child("/bin/sh", {"-c", line}, limits, input);
}

std::size_t open_descriptors() {
  return static_cast<std::size_t>(std::distance(
      std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator{}));
}

/// Whether a process runs; a zombie does not.
bool runs(const std::string& pid) {
  try {
    const std::string stat = read_file("/proc/" + pid + "/stat");
    return stat[stat.rfind(')') + 2] != 'Z';
  } catch (const InputError&) {
    return false;
  }
}

bool ends_soon(const std::string& pid) {
  for (int i = 0; i < 500 && runs(pid); ++i) std::this_thread::sleep_for(10ms);
  return !runs(pid);
}

/// After each test, no child is left, nor any descriptor.
class ChildProcess : public testing::Test {
 protected:
  ChildProcess() : before_(open_descriptors()) {}
  ~ChildProcess() override {
    EXPECT_EQ(open_descriptors(), before_);
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
    EXPECT_EQ(errno, ECHILD);
  }

 private:
  std::size_t before_;
};

TEST_F(ChildProcess, GivesOutputErrorsAndStatus) {
  const ChildResult result = shell("echo out; echo err >&2; exit 3");
  EXPECT_EQ(result.end, ChildEnd::kExited);
  EXPECT_EQ(result.status, 3);
  EXPECT_FALSE(result.succeeded());
  EXPECT_EQ(result.out, "out\n");
  EXPECT_EQ(result.err, "err\n");
  EXPECT_EQ(describe_end(result, {}), "exit status 3");
  EXPECT_TRUE(shell("true").succeeded());
}

TEST_F(ChildProcess, ArgumentsAreWordsAndInputIsBytes) {
  const ChildResult words = run_child("/usr/bin/printf", {"<%s>", "a b", "", "$HOME"});
  EXPECT_EQ(words.out, "<a b><><$HOME>");
  std::string bytes(3'000'000, '\0');  // more than a pipe holds, both ways
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7919 >> 5);
  EXPECT_TRUE(shell("cat", {}, bytes).out == bytes);
  EXPECT_EQ(shell("cat").out, "");
}

TEST_F(ChildProcess, OneThatCrashesIsTold) {
  const ChildResult result = shell("echo before; kill -SEGV $$");
  EXPECT_EQ(result.end, ChildEnd::kSignal);
  EXPECT_EQ(result.status, SIGSEGV);
  EXPECT_EQ(result.out, "before\n");
  EXPECT_EQ(describe_end(result, {}), "signal 11 (Segmentation fault)");
}

TEST_F(ChildProcess, OneThatHangsIsEnded) {
  const ChildLimits limits{.wall = 300ms};
  const auto begin = std::chrono::steady_clock::now();
  ChildResult result = shell("echo before; exec sleep 100", limits);
  EXPECT_EQ(result.end, ChildEnd::kWallTime);
  EXPECT_EQ(result.out, "before\n");
  EXPECT_EQ(describe_end(result, limits), "no end within 0.3 s");
  // Also one that closes its streams, and one that minds no signal.
  result = shell("exec sleep 100 >&- 2>&-", limits);
  EXPECT_EQ(result.end, ChildEnd::kWallTime);
  result = shell("trap '' TERM INT HUP; sleep 100", limits);
  EXPECT_EQ(result.end, ChildEnd::kWallTime);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 50s);
}

TEST_F(ChildProcess, OneThatComputesWithoutEndIsEnded) {
  const ChildLimits limits{.wall = 100s, .cpu = 1s};
  const ChildResult result = shell("while :; do :; done", limits);
  EXPECT_EQ(result.end, ChildEnd::kCpuTime);
  EXPECT_EQ(describe_end(result, limits), "no end within 1 s of computing");
}

TEST_F(ChildProcess, OneThatEatsMemoryGetsNoMore) {
  const std::string eat = "import mmap; print(len(mmap.mmap(-1, 1 << 30)))";
  const auto python = [&](std::size_t memory) {
    return run_child("/usr/bin/python3", {"-c", eat}, {.memory = memory});
  };
  EXPECT_EQ(python(std::size_t{4} << 30).out, "1073741824\n");
  EXPECT_EQ(python(0).out, "1073741824\n");
  const ChildResult result = python(std::size_t{512} << 20);
  EXPECT_EQ(result.end, ChildEnd::kExited);
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.err, HasSubstr("Cannot allocate memory"));
}

TEST_F(ChildProcess, OneThatPrintsWithoutEndIsEnded) {
  const ChildLimits limits{.output = 1'000'000};
  for (const char* line : {"yes", "yes >&2"}) {
    const ChildResult result = shell(line, limits);
    EXPECT_EQ(result.end, ChildEnd::kTooMuchOutput);
    EXPECT_GT(result.out.size() + result.err.size(), 1'000'000u);
    EXPECT_LT(result.out.size() + result.err.size(), 1'000'000u + 200'000u);
    EXPECT_EQ(describe_end(result, limits), "more output than 1000000 bytes");
  }
  const ChildResult exact = shell("head -c 1000000 /dev/zero", limits);
  EXPECT_EQ(exact.end, ChildEnd::kExited);
  EXPECT_EQ(exact.out.size(), 1'000'000u);
}

TEST_F(ChildProcess, WhatItStartedEndsWithIt) {
  ChildResult result = shell("sleep 100 & echo $!");
  EXPECT_TRUE(result.succeeded());
  EXPECT_TRUE(ends_soon(result.out.substr(0, result.out.find('\n')))) << result.out;
  result = shell("sleep 100 & echo $!; wait", {.wall = 300ms});
  EXPECT_EQ(result.end, ChildEnd::kWallTime);
  EXPECT_TRUE(ends_soon(result.out.substr(0, result.out.find('\n')))) << result.out;
}

TEST_F(ChildProcess, OneThatCannotStartIsAnError) {
  const auto message = [](const std::filesystem::path& program) {
    try {
      static_cast<void>(run_child(program, {}));
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("nothing was thrown");
  };
  EXPECT_EQ(message("/no/such/program"),
            "/no/such/program: cannot be run: it does not start: No such file or directory");
  EXPECT_THAT(message("/etc/passwd"), HasSubstr("Permission denied"));
}

/// It sees no file of this process, ignores no signal, and writes no core.
TEST_F(ChildProcess, StartsClean) {
  const test::TemporaryFolder folder;
  const int open = ::open((folder / "leak").c_str(), O_WRONLY | O_CREAT, 0600);  // not O_CLOEXEC
  auto* const pipes = std::signal(SIGPIPE, SIG_IGN);
  EXPECT_EQ(shell("ls /proc/self/fd | wc -l").out, "4\n");  // three streams and the folder itself
  EXPECT_EQ(shell("ulimit -c").out, "0\n");
  EXPECT_EQ(shell("grep SigIgn /proc/self/status").out, "SigIgn:\t0000000000000000\n");
  EXPECT_EQ(shell("grep SigBlk /proc/self/status").out, "SigBlk:\t0000000000000000\n");
  std::signal(SIGPIPE, pipes);
  ::close(open);
}

volatile std::sig_atomic_t rings = 0;

/// Signals that interrupt every call do not change what comes of it.
TEST_F(ChildProcess, SignalsDoNotDisturbIt) {
  struct sigaction ring {
  }, before{};
  ring.sa_handler = [](int) { rings = rings + 1; };  // without SA_RESTART
  ::sigaction(SIGALRM, &ring, &before);
  const itimerval often{{0, 1000}, {0, 1000}}, never{};
  ::setitimer(ITIMER_REAL, &often, nullptr);
  const ChildResult result = shell("sleep 0.3; head -c 500000 /dev/zero; exit 7", {.wall = 60s});
  ::setitimer(ITIMER_REAL, &never, nullptr);
  ::sigaction(SIGALRM, &before, nullptr);
  EXPECT_GT(rings, 20);
  EXPECT_EQ(result.end, ChildEnd::kExited);
  EXPECT_EQ(result.status, 7);
  EXPECT_EQ(result.out.size(), 500'000u);
}

TEST_F(ChildProcess, ManyThreadsEachHaveTheirOwn) {
  std::vector<std::string> outs(16);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < outs.size(); ++i) {
      threads.emplace_back([&, i] { outs[i] = shell("echo " + std::to_string(i)).out; });
    }
  }
  for (std::size_t i = 0; i < outs.size(); ++i) EXPECT_EQ(outs[i], std::to_string(i) + "\n");
}

}  // namespace
}  // namespace poseaae
