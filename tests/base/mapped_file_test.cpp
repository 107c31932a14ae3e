#include "poseaae/base/mapped_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <optional>
#include <thread>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "support/support.hpp"

namespace poseaae {
namespace {

using test::TemporaryFolder;

std::string message_of(auto&& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no InputError";
}

TEST(MappedFile, HoldsTheBytesOfTheFile) {
  const TemporaryFolder folder;
  // Around the size of a page too: the byte after the last one is not there.
  for (const std::size_t size : {1U, 4095U, 4096U, 4097U, 300000U}) {
    std::string bytes(size, 'x');
    bytes.front() = '\0';
    bytes.back() = '\n';
    write_file(folder / "f", bytes);
    const MappedFile file(folder / "f");
    EXPECT_EQ(file.text(), bytes);
    EXPECT_EQ(file.bytes().size(), size);
  }
}

TEST(MappedFile, AnEmptyFileIsEmptyText) {
  const TemporaryFolder folder;
  write_file(folder / "f", "");
  EXPECT_EQ(MappedFile(folder / "f").text(), "");
}

TEST(MappedFile, WhatCannotBeMappedIsRead) {
  EXPECT_EQ(MappedFile("/proc/self/stat").text().substr(0, 4),
            read_file("/proc/self/stat").substr(0, 4));
  const TemporaryFolder folder;
  const auto pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::jthread writer([&] { write_file(pipe, std::string(100000, 'p')); });
  EXPECT_EQ(MappedFile(pipe).text(), std::string(100000, 'p'));
}

TEST(MappedFile, OutlivesAReplacementAndAMove) {
  const TemporaryFolder folder;
  write_file(folder / "f", "before");
  std::optional<MappedFile> file(folder / "f");
  write_file(folder / "f", "after");  // by renaming
  const MappedFile moved(std::move(*file));
  file.reset();
  EXPECT_EQ(moved.text(), "before");
  EXPECT_EQ(MappedFile(folder / "f").text(), "after");
}

TEST(MappedFile, RefusesWithTheMessagesOfReadFile) {
  const TemporaryFolder folder;
  for (const auto& path : {folder.path(), folder / "missing", folder / "missing/f"}) {
    const std::string expected = message_of([&] { (void)read_file(path); });
    EXPECT_EQ(message_of([&] { const MappedFile file(path); }), expected);
    EXPECT_NE(expected, "no InputError");
  }
}

}  // namespace
}  // namespace poseaae
