#include "poseaae/base/interrupt.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace poseaae {
namespace {

TEST(Interrupt, TheFirstSignalOnlyRaisesTheFlag) {
  for (const int signal : {SIGINT, SIGTERM}) {
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
