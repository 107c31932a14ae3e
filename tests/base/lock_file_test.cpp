#include "poseaae/base/lock_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "support/support.hpp"

namespace poseaae {
namespace {

namespace fs = std::filesystem;

TEST(LockFile, OneHoldsItAndIsNamed) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(LockFile::holder(folder / "lock"), "");
  auto held = LockFile::take(folder / "lock");
  ASSERT_NE(held, nullptr);
  EXPECT_EQ(LockFile::take(folder / "lock"), nullptr);
  EXPECT_THAT(LockFile::holder(folder / "lock"),
              testing::AllOf(testing::HasSubstr("test_base, process " + std::to_string(::getpid())),
                             testing::ContainsRegex("since [0-9-]+ [0-9:]+$")));
  held.reset();
  EXPECT_TRUE(folder.entries().empty());
  EXPECT_NE(LockFile::take(folder / "lock"), nullptr);
}

TEST(LockFile, EverySpellingOfThePathMeetsIt) {
  const test::TemporaryFolder folder;
  fs::create_directory(folder / "run");
  fs::create_directory_symlink(folder / "run", folder / "link");
  const auto held = LockFile::take(folder / "run/lock");
  for (const char* other : {"link/lock", "run/../run/./lock", "run//lock"}) {
    EXPECT_EQ(LockFile::take(folder / other), nullptr) << other;
    EXPECT_NE(LockFile::holder(folder / other), "") << other;
  }
}

TEST(LockFile, WhatAKilledProcessLeftIsFree) {
  const test::TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = LockFile::take(folder / "lock");
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_TRUE(fs::exists(folder / "lock"));
  EXPECT_EQ(LockFile::holder(folder / "lock"), "");
  auto held = LockFile::take(folder / "lock");
  ASSERT_NE(held, nullptr);
  EXPECT_TRUE(held->was_left());
  held.reset();
  EXPECT_TRUE(folder.entries().empty());
  EXPECT_FALSE(LockFile::take(folder / "lock")->was_left());
}

TEST(LockFileDeathTest, AnInterruptionRemovesIt) {
  testing::GTEST_FLAG(death_test_style) = "fast";
  const test::TemporaryFolder folder;
  EXPECT_EXIT(
      {
        exit_on_interrupt();
        const auto held = LockFile::take(folder / "lock");
        std::raise(SIGTERM);
      },
      testing::ExitedWithCode(130), "interrupted");
  EXPECT_TRUE(folder.entries().empty());
}

TEST(LockFile, AFolderThatCannotBeWrittenToIsAnError) {
  const test::TemporaryFolder folder;
  EXPECT_THROW((void)LockFile::take(folder / "none/lock"), OutputError);
}

}  // namespace
}  // namespace poseaae
