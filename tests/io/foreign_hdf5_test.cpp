#include "io/foreign_hdf5.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "io/inspect_hdf5/sandbox.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/hdf5.hpp"
#include "support/support.hpp"

/// What a file can do to the library that reads it stays in a process of its own.
namespace poseaae::h5 {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// The message of an InputError; "" where there is none.
template <typename Function>
std::string message_of(const Function& function) {
  try {
    function();
  } catch (const InputError& problem) {
    return problem.what();
  }
  return "";
}

/// Another program in the place of inspect_hdf5, and a file to be looked through.
class StandIn {
 public:
  explicit StandIn(const std::string& script) {
    write_file(folder_ / "a.h5", [](Group& root) { root.set_attribute("format", "sample"); });
    std::ofstream(folder_ / "inspect_hdf5") << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(folder_ / "inspect_hdf5", std::filesystem::perms::owner_all);
    ::setenv("POSEAAE_HELPERS", folder_.path().c_str(), 1);
  }
  StandIn(const StandIn&) = delete;
  StandIn& operator=(const StandIn&) = delete;
  ~StandIn() { ::unsetenv("POSEAAE_HELPERS"); }

  [[nodiscard]] std::string message() const {
    return message_of([&] { static_cast<void>(open_file(folder_ / "a.h5")); });
  }

 private:
  test::TemporaryFolder folder_;
};

TEST(ForeignHdf5, ALibraryThatCrashesIsAnError) {
  const std::string message = StandIn("kill -SEGV $$").message();
  EXPECT_THAT(message, HasSubstr("a.h5: expected an HDF5 file that can be read, found one at which "
                                 "the library ended with signal 11 (Segmentation fault)"));
}

TEST(ForeignHdf5, ALibraryThatHangsIsAnError) {
  EXPECT_THAT(StandIn("sleep 600").message(), HasSubstr("ended with no end within 4 s"));
}

TEST(ForeignHdf5, ALibraryThatComputesForEverIsAnError) {
  EXPECT_THAT(StandIn("while :; do :; done").message(),
              testing::AnyOf(HasSubstr("2 s of computing"), HasSubstr("no end within 4 s")));
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they need all addresses
TEST(ForeignHdf5, ALibraryThatEatsMemoryIsAnError) {
  const std::string gigabyte = "exec /usr/bin/python3 -c 'bytearray(10**9)'";
  EXPECT_THAT(StandIn(gigabyte).message(), HasSubstr("ended with exit status 1"));
}
#endif

TEST(ForeignHdf5, WhatWasFoundIsTold) {
  EXPECT_EQ(StandIn("echo 'a.h5: /x: expected less' >&2; exit 3").message(),
            "a.h5: /x: expected less");
  EXPECT_EQ(StandIn("exit 0").message(), "");
}

TEST(ForeignHdf5, WhereNobodyCanLookFilesAreStillRead) {
  const test::TemporaryFolder empty;
  write_file(empty / "a.h5", [](Group& root) { root.set_attribute("format", "sample"); });
  ::setenv("POSEAAE_HELPERS", empty.path().c_str(), 1);
  EXPECT_EQ(open_file(empty / "a.h5").text_attribute("format"), "sample");
  ::unsetenv("POSEAAE_HELPERS");
}

/// What reading all of a file comes to: a message, or "" where there is nothing to complain of.
std::string message_of_reading(const std::filesystem::path& file) {
  return message_of([&] {
    const Group root = open_file(file);
    static_cast<void>(root.members());
    if (root.has("numbers")) static_cast<void>(root.read<float>("numbers"));
  });
}

/// Each kind by name, and a part of what is said of it.
TEST(ForeignHdf5, HostileFilesAreRefusedWithAMessage) {
  const test::TemporaryFolder folder;
  test::run_successfully(
      "/usr/bin/python3",
      {(test::source_dir() / "tests/io/hostile_hdf5.py").string(), folder.path().string()});
  const std::map<std::string, std::string> said{
      {"cut_in_the_middle", "damaged or truncated"},
      {"cut_after_the_superblock", "damaged or truncated"},
      {"cut_by_one_byte", "damaged or truncated"},
      {"group_in_itself", ""},
      {"groups_in_each_other", ""},
      {"soft_links_in_a_ring", "expected an array"},
      {"deep_groups", "expected groups at most 100 deep"},
      {"link_to_another_file", "found a link to another one"},
      {"numbers_in_another_file", "found a reference to another file"},
      {"numbers_of_a_virtual_dataset", "found a reference to another file"},
      {"more_numbers_than_bytes", "expected 1099511627776 x 3 numbers, found 0 bytes"},
      {"more_numbers_than_can_be_counted", "found 0 bytes"},
      {"packed_to_next_to_nothing", "found 1073741824 bytes in"},
      {"one_huge_piece", "found 268435456 bytes in"},
      {"filter_that_is_absent", "found filter 32015, which is a plug-in"},
      {"numbers_of_another_type", "expected numbers, found another type"},
      {"lists_of_any_length", "expected numbers, found another type"},
      {"references_to_objects", "expected numbers, found another type"},
      {"thousands_of_attributes", ""},
  };
  for (const auto& [name, part] : said) {
    const std::string message = message_of_reading(folder / (name + ".h5"));
    EXPECT_THAT(message, HasSubstr(part)) << name;
    EXPECT_EQ(message.empty(), part.empty()) << name << ": " << message;
    EXPECT_THAT(message, testing::AnyOf("", StartsWith(folder.path().string()))) << name;
  }
  EXPECT_EQ(folder.entries().size(), said.size());
}

/// Ends as the body does, confined.
template <typename Body>
[[noreturn]] void confined(const Body& body) {
  if (!confine()) ::_exit(99);
  body();
  ::_exit(0);
}

using SandboxDeathTest = testing::Test;

TEST(SandboxDeathTest, ReadingAndMemoryAreAllowed) {
  EXPECT_EXIT(confined([] {
                const int file = ::open("/etc/hostname", O_RDONLY | O_CLOEXEC);
                char letter = 0;
                const bool read = ::read(file, &letter, 1) == 1;
                const std::vector<char> memory(100'000'000, letter);
                ::_exit(read && memory.back() == letter ? 0 : 1);
              }),
              testing::ExitedWithCode(0), "");
}

TEST(SandboxDeathTest, NothingIsWritten) {
  const test::TemporaryFolder folder;
  const std::string name = (folder / "x").string();
  const auto killed = testing::KilledBySignal(SIGSYS);
  EXPECT_EXIT(confined([&] { ::open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600); }), killed,
              "");
  EXPECT_EXIT(confined([&] { ::open(name.c_str(), O_RDWR | O_CLOEXEC); }), killed, "");
  EXPECT_EXIT(confined([&] { ::mkdir(name.c_str(), 0700); }), killed, "");
  EXPECT_EXIT(confined([&] { ::unlink(name.c_str()); }), killed, "");
  EXPECT_TRUE(folder.entries().empty());
}

TEST(SandboxDeathTest, NobodyIsCalledAndNothingIsRun) {
  const auto killed = testing::KilledBySignal(SIGSYS);
  EXPECT_EXIT(confined([] { ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }), killed, "");
  EXPECT_EXIT(confined([] { static_cast<void>(::fork()); }), killed, "");
  EXPECT_EXIT(confined([] { ::execl("/bin/true", "true", nullptr); }), killed, "");
  EXPECT_EXIT(confined([] { ::kill(::getppid(), 0); }), killed, "");
}

}  // namespace
}  // namespace poseaae::h5
