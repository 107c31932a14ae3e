#include "poseaae/base/atomic_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "support/support.hpp"

namespace poseaae {
namespace {

using test::TemporaryFolder;
using Names = std::vector<std::string>;

std::string message_of_writing(const std::filesystem::path& target) {
  try {
    write_file(target, "bytes");
  } catch (const OutputError& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST(AtomicFile, AppearsWholeAndOnlyAtCommit) {
  const TemporaryFolder folder;
  {
    AtomicFile file(folder / "a.txt");
    file.write("one ");
    EXPECT_FALSE(std::filesystem::exists(folder / "a.txt"));
    file.write("two");
    file.commit();
  }
  EXPECT_EQ(read_file(folder / "a.txt"), "one two");
  EXPECT_EQ(folder.entries(), Names{"a.txt"});
}

TEST(AtomicFile, WithoutCommitTheOldFileStaysAndNoTemporary) {
  const TemporaryFolder folder;
  write_file(folder / "a.txt", "old");
  {
    AtomicFile file(folder / "a.txt");
    file.write("half of the new");
    EXPECT_EQ(read_file(folder / "a.txt"), "old");
  }
  EXPECT_EQ(read_file(folder / "a.txt"), "old");
  EXPECT_EQ(folder.entries(), Names{"a.txt"});
}

TEST(AtomicFile, ItsTemporariesAreKnownByName) {
  const TemporaryFolder folder;
  const AtomicFile file(folder / "a.txt");
  EXPECT_EQ(target_of_temporary(file.temporary().filename().string()), "a.txt");
  for (const char* other : {"a.txt", "a.txt.tmp", "a.txt.backup.tmp", "a.txt.aB3dE6.tmp",
                            ".a1B2c3.poseaae-tmp", "poseaae-tmp", ""}) {
    EXPECT_EQ(target_of_temporary(other), "") << other;
  }
}

TEST(AtomicFile, ReplacesWhatStoodThere) {
  const TemporaryFolder folder;
  write_file(folder / "a.txt", "a long old text");
  write_file(folder / "a.txt", "new");
  EXPECT_EQ(read_file(folder / "a.txt"), "new");
  EXPECT_EQ(folder.entries(), Names{"a.txt"});
}

TEST(AtomicFile, KeepsEveryByte) {
  const TemporaryFolder folder;
  std::string bytes;
  for (int i = 0; i < 300'000; ++i) bytes += static_cast<char>(i % 256);
  write_file(folder / "all", bytes);
  EXPECT_EQ(read_file(folder / "all"), bytes);
}

TEST(AtomicFile, PermissionsFollowTheUmask) {
  const TemporaryFolder folder;
  const mode_t before = ::umask(0027);
  write_file(folder / "a.txt", "x");
  const mode_t during = ::umask(before);
  EXPECT_EQ(during, 0027U) << "the umask itself must stay as it was";
  struct stat info {};
  ASSERT_EQ(::stat((folder / "a.txt").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0640U);
}

TEST(AtomicFile, RefusesAFolder) {
  const TemporaryFolder folder;
  EXPECT_NE(message_of_writing(folder.path()).find("this is a folder"), std::string::npos);
  EXPECT_TRUE(folder.entries().empty());
}

TEST(AtomicFile, AMissingFolderIsNamedWithAdvice) {
  const TemporaryFolder folder;
  const auto target = folder / "missing" / "a.txt";
  const std::string message = message_of_writing(target);
  EXPECT_NE(message.find(target.string()), std::string::npos) << message;
  EXPECT_NE(message.find("create the folder first"), std::string::npos) << message;
  EXPECT_TRUE(folder.entries().empty());
}

TEST(AtomicFile, AFileInPlaceOfAFolderIsAnError) {
  const TemporaryFolder folder;
  write_file(folder / "file", "x");
  EXPECT_THROW(write_file(folder / "file" / "a.txt", "y"), OutputError);
  EXPECT_EQ(folder.entries(), Names{"file"});
}

TEST(AtomicFile, ANameTooLongIsAnErrorThatLeavesNothing) {
  const TemporaryFolder folder;
  EXPECT_THROW(write_file(folder / std::string(300, 'n'), "y"), OutputError);
  EXPECT_TRUE(folder.entries().empty());
}

TEST(AtomicFile, AFullDiskIsAnErrorWithAdvice) {
  const std::string message = message_of_writing("/dev/full");
  EXPECT_NE(message.find("/dev/full"), std::string::npos) << message;
  EXPECT_NE(message.find("free some space"), std::string::npos) << message;
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

TEST(AtomicFile, ASymbolicLinkStaysOneAndItsTargetIsWritten) {
  const TemporaryFolder folder;
  namespace fs = std::filesystem;
  fs::create_directory(folder / "far");
  write_file(folder / "far" / "a.txt", "old");
  fs::create_symlink("far/a.txt", folder / "link");
  fs::create_symlink("link", folder / "chain");
  write_file(folder / "chain", "new");
  EXPECT_EQ(fs::read_symlink(folder / "link"), "far/a.txt");
  EXPECT_EQ(fs::read_symlink(folder / "chain"), "link");
  EXPECT_EQ(read_file(folder / "far" / "a.txt"), "new");
  EXPECT_EQ(folder.entries().size(), 4U) << "the folder, the file and both links";
  {
    AtomicFile file(folder / "link");
    file.write("half");
    EXPECT_EQ(file.temporary().parent_path().filename(), "far") << "on the disk of the target";
  }
  EXPECT_EQ(read_file(folder / "link"), "new");
}

TEST(AtomicFile, ALinkToNothingCreatesItsTarget) {
  const TemporaryFolder folder;
  namespace fs = std::filesystem;
  fs::create_symlink(folder / "made.txt", folder / "link");
  write_file(folder / "link", "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(read_file(folder / "made.txt"), "new");
}

TEST(AtomicFile, LinksInACircleAreAnError) {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("b", folder / "a");
  std::filesystem::create_symlink("a", folder / "b");
  EXPECT_THROW(write_file(folder / "a", "x"), OutputError);
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "a"));
}

TEST(AtomicFile, WritesToDevicesAndLeavesThemDevices) {
  write_file("/dev/null", "gone");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

}  // namespace
}  // namespace poseaae
