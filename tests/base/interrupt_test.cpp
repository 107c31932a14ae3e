#include "poseaae/base/interrupt.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "support/support.hpp"

namespace poseaae {
namespace {

TEST(Interrupt, TheFirstSignalOnlyRaisesTheFlag) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const InterruptGuard guard;
    EXPECT_FALSE(interrupt_requested());
    std::raise(signal);
    EXPECT_TRUE(interrupt_requested());
  }
  EXPECT_FALSE(interrupt_requested()) << "the flag goes with its guard";
}

TEST(Interrupt, CanBeRequestedWithoutASignal) {
  const InterruptGuard guard;
  request_interrupt();
  EXPECT_TRUE(interrupt_requested());
}

TEST(Interrupt, TheOldHandlersComeBack) {
  struct sigaction before {};
  struct sigaction during {};
  struct sigaction after {};
  ::sigaction(SIGINT, nullptr, &before);
  {
    const InterruptGuard guard;
    ::sigaction(SIGINT, nullptr, &during);
  }
  ::sigaction(SIGINT, nullptr, &after);
  EXPECT_NE(during.sa_handler, before.sa_handler);
  EXPECT_EQ(after.sa_handler, before.sa_handler);
}

// timeout(1) sends its signal to the process and to its group, a closing terminal likewise.
TEST(Interrupt, ASignalThatIsSentTwiceAtOnceIsOne) {
  for (const int signal : {SIGTERM, SIGHUP}) {
    const InterruptGuard guard;
    std::raise(signal);
    std::raise(signal);
    EXPECT_TRUE(interrupt_requested());
  }
}

TEST(Interrupt, UnderNohupAClosedTerminalIsNoReasonToStop) {
  std::signal(SIGHUP, SIG_IGN);
  {
    const InterruptGuard guard;
    std::raise(SIGHUP);
    EXPECT_FALSE(interrupt_requested());
  }
  std::raise(SIGHUP);
  std::signal(SIGHUP, SIG_DFL);
}

TEST(Interrupt, AClosedPipeOnlyFailsToWrite) {
  const InterruptGuard guard;
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  ::close(ends[0]);
  EXPECT_EQ(::write(ends[1], "x", 1), -1);
  EXPECT_EQ(errno, EPIPE);
  ::close(ends[1]);
}

TEST(InterruptDeathTest, LeavesNoTemporaryAndSaysSo) {
  testing::GTEST_FLAG(death_test_style) = "fast";  // the child has this test's folder
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const test::TemporaryFolder folder;
    write_file(folder / "b.txt", "as it was");
    EXPECT_EXIT(
        {
          std::signal(signal, SIG_DFL);  // a shell may have us ignore it
          exit_on_interrupt();
          AtomicFile done(folder / "a.txt");
          done.write("all of it");
          done.commit();
          AtomicFile first(folder / "b.txt");
          AtomicFile second(folder / "c.txt");
          first.write("half of it");
          std::raise(signal);
        },
        testing::ExitedWithCode(130), "error: interrupted; unfinished files have been removed");
    EXPECT_EQ(folder.entries(), (std::vector<std::string>{"a.txt", "b.txt"}));
    EXPECT_EQ(read_file(folder / "b.txt"), "as it was");
  }
}

TEST(InterruptDeathTest, LeavesNoTemporaryAfterTheSecondSignalEither) {
  testing::GTEST_FLAG(death_test_style) = "fast";
  const test::TemporaryFolder folder;
  EXPECT_EXIT(
      {
        const InterruptGuard guard;
        const AtomicFile file(folder / "a.txt");
        std::raise(SIGINT);
        std::raise(SIGINT);
      },
      testing::ExitedWithCode(130), "error: interrupted");
  EXPECT_TRUE(folder.entries().empty());
}

TEST(InterruptDeathTest, WhatIsIgnoredStaysSo) {
  EXPECT_EXIT(
      {
        std::signal(SIGINT, SIG_IGN);
        exit_on_interrupt();
        std::raise(SIGINT);
        std::_Exit(7);
      },
      testing::ExitedWithCode(7), "");
}

TEST(InterruptDeathTest, TheSecondSignalExitsAtOnceWith130) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  const auto interrupt_twice = [] {
    const InterruptGuard guard;
    std::raise(SIGINT);
    std::raise(SIGINT);
  };
  EXPECT_EXIT(interrupt_twice(), testing::ExitedWithCode(130), "");
}

TEST(InterruptDeathTest, WithoutAGuardASignalKills) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  const auto interrupt_after_guard = [] {
    { const InterruptGuard guard; }
    std::raise(SIGTERM);
  };
  EXPECT_EXIT(interrupt_after_guard(), testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace poseaae
