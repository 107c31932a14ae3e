#include "poseaae/base/paths.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "support/support.hpp"

namespace poseaae {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;
using Names = std::vector<std::string>;

Names names_of(const std::vector<fs::path>& files) {
  Names names;
  for (const auto& file : files) names.push_back(file.filename().string());
  return names;
}

std::string message_of(auto&& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no InputError";
}

class ExpandFiles : public testing::Test {
 protected:
  ExpandFiles() {
    for (const char* name : {"b.bvh", "a.bvh", "C.BVH", "a.txt", "walk_2.bvh", "walk_1.bvh"}) {
      write_file(folder_ / name, "x");
    }
    fs::create_directory(folder_ / "sub.bvh");
  }
  Names expand(const std::string& entry) {
    return names_of(expand_files((folder_ / entry).string(), {".bvh"}));
  }
  TemporaryFolder folder_;
};

TEST_F(ExpandFiles, AFileIsItself) { EXPECT_EQ(expand("a.txt"), Names{"a.txt"}); }

TEST_F(ExpandFiles, AFolderIsItsFilesOfTheKindSortedByName) {
  EXPECT_EQ(expand(""), (Names{"C.BVH", "a.bvh", "b.bvh", "walk_1.bvh", "walk_2.bvh"}));
}

TEST_F(ExpandFiles, APatternIsWhatItMatchesSorted) {
  EXPECT_EQ(expand("walk_*.bvh"), (Names{"walk_1.bvh", "walk_2.bvh"}));
  EXPECT_EQ(expand("walk_?.bvh"), (Names{"walk_1.bvh", "walk_2.bvh"}));
  EXPECT_EQ(expand("[ab].bvh"), (Names{"a.bvh", "b.bvh"}));
  EXPECT_EQ(expand("*.txt"), Names{"a.txt"});
}

TEST_F(ExpandFiles, AFileWithPatternCharactersInItsNameIsItself) {
  write_file(folder_ / "take[1].bvh", "x");
  EXPECT_EQ(expand("take[1].bvh"), Names{"take[1].bvh"});
}

TEST_F(ExpandFiles, SaysWhatIsMissing) {
  const auto message = [&](const std::string& entry) {
    return message_of([&] { (void)expand(entry); });
  };
  EXPECT_NE(message("z.bvh").find("no such file"), std::string::npos);
  EXPECT_NE(message("z*.bvh").find("no file matches this pattern"), std::string::npos);
  EXPECT_NE(message("nowhere/z*.bvh").find("no file matches this pattern"), std::string::npos);
  EXPECT_NE(message("sub.bvh").find("expected .bvh files in this folder, found none"),
            std::string::npos);
  EXPECT_NE(message("a.txt/deeper").find("no such file"), std::string::npos);
  EXPECT_NE(message(std::string(5000, 'n')).find("File name too long"), std::string::npos);
}

TEST(ReadFile, TellsAFolderFromAMissingFile) {
  const TemporaryFolder folder;
  EXPECT_NE(message_of([&] { (void)read_file(folder.path()); }).find("this is a folder"),
            std::string::npos);
  EXPECT_NE(message_of([&] { (void)read_file(folder / "x"); }).find("no such file"),
            std::string::npos);
}

TEST(ReadFile, SaysThatAFileMayNotBeRead) {
  const TemporaryFolder folder;
  fs::permissions(folder.path(), fs::perms::others_exec, fs::perm_options::add);
  write_file(folder / "secret.h5", "x");
  fs::permissions(folder / "secret.h5", fs::perms::none);
  constexpr uid_t kNobody = 65534;  // root may read everything
  const uid_t user = ::geteuid();
  if (user == 0) ASSERT_EQ(::seteuid(kNobody), 0);
  const std::string message = message_of([&] { require_regular_file(folder / "secret.h5"); });
  if (user == 0) ASSERT_EQ(::seteuid(user), 0);
  EXPECT_NE(message.find("secret.h5: cannot open: Permission denied; check the permissions"),
            std::string::npos)
      << message;
}

TEST(ReadFile, ReadsWhatHasNoSize) { EXPECT_EQ(read_file("/dev/null"), ""); }

TEST(MatchesPattern, IsCaseSensitiveAndWhole) {
  EXPECT_TRUE(matches_pattern("LeftHandIndex1", "*Hand*"));
  EXPECT_TRUE(matches_pattern("a1", "[a-c]?"));
  EXPECT_FALSE(matches_pattern("LeftHand", "*hand*"));
  EXPECT_FALSE(matches_pattern("LeftHand", "Left"));
}

TEST(IsPattern, HasASpecialCharacter) {
  for (const char* const text : {"*.bvh", "clip?.bvh", "[ab].bvh"}) {
    EXPECT_TRUE(is_pattern(text)) << text;
  }
  EXPECT_FALSE(is_pattern("clip]1-2.bvh"));
}

TEST(LowerExtension, IsInLowerCase) {
  EXPECT_EQ(lower_extension("A.B.BvH"), ".bvh");
  EXPECT_EQ(lower_extension("folder.h5/name"), "");
}

}  // namespace
}  // namespace poseaae
